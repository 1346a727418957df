import scaffold from "create-devops-portfolio/scaffold";

const { flatOptionNames: optionNames, optionsSchema } = scaffold;

/**
 * Declares every option of the portfolio as a flag.
 *
 * yo gives `--node-port` as `nodePort` and does not apply types: they are text here, and converted like the command's.
 *
 * @param {import("yeoman-generator").default} generator
 */
export function declareFlags(generator) {
  for (const name of optionNames) {
    const schema = optionsSchema.properties[name];
    generator.option(name, { type: String, description: `${schema.description} (${scaffold.defaultOf(schema)})` });
  }
  generator.option("yes", { type: Boolean, alias: "y", description: "Ask nothing: use defaults for what no flag says", default: false });
}

/**
 * The options that were given as flags.
 *
 * @param {Record<string, unknown>} flags
 * @returns {Record<string, unknown>}
 */
export function givenOptions(flags) {
  const given = optionNames.filter((name) => flags[name] !== undefined);
  for (const name of given) {
    // yo says "true" of a flag without a value, which is one for an option that is true or false.
    if (optionsSchema.properties[name].type !== "boolean" && [true, "true"].includes(flags[name]))
      throw new Error(`--${scaffold.flagOf(name)} needs a value`);
  }
  return Object.fromEntries(given.map((name) => [name, scaffold.convert(name, String(flags[name]))]));
}

/**
 * A flag that is nearly an option is a typing error, which yo would take in silence.
 *
 * @param {string[]} argv
 * @param {string[]} declared
 */
export function refuseTypingErrors(argv, declared) {
  for (const [, flag] of argv.flatMap((argument) => [...argument.matchAll(/^--([^=]+)/g)])) {
    const name = flag.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
    const guess = !declared.includes(flag) && !declared.includes(name) && scaffold.closest(name, [...optionNames]);
    if (guess) throw new Error(`--${flag} is not a flag; did you mean --${scaffold.flagOf(guess)}?`);
  }
}

/**
 * Questions for what is not known yet. Answers are stored: the next portfolio's questions start from them.
 *
 * @param {Record<string, unknown>} known
 */
export function questions(known) {
  const asked = scaffold.optionsToAsk(known);
  const guesses = {
    owner: asked.includes("owner") ? scaffold.guessOwner()?.owner : undefined,
    author: asked.includes("author") ? scaffold.guessAuthor() : undefined,
  };
  const host = {
    ...question("ingressHost", scaffold.HOST_QUESTION, known, {}),
    when: (answers) => scaffold.asksForHost({ ...known, ...answers }),
  };
  return [...asked.map((name) => question(name, optionsSchema.properties[name].prompt, known, guesses)), host];
}

/**
 * @param {string} name
 * @param {string} message
 * @param {Record<string, unknown>} known
 * @param {{ owner?: string, author?: string }} guesses what this machine knows of the person
 */
export function question(name, message, known, guesses) {
  const { enum: choices } = optionsSchema.properties[name];
  return {
    name,
    message,
    type: choices ? "select" : "input",
    ...(choices && { choices: choices.map((value) => ({ name: value, value })) }),
    default: (answers) =>
      name === "owner" || name === "ingressHost" ? guesses[name] : (guesses[name] ?? scaffold.preset(name, { ...known, ...answers })),
    validate: (value, answers) => scaffold.problemWith(name, { ...known, ...answers, [name]: value }) ?? true,
    store: name !== "summary", // which is of one portfolio
  };
}

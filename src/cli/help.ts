import { defaultOf, flagOf } from "../portfolio/option-text";
import { type OptionSchema, optionNames, optionsSchema } from "../portfolio/schema";
import { type CommandFlag, commandFlags } from "./flags";

export function helpText(): string {
  return `Writes a DevOps portfolio: an app, an infra and a docs repository that fit together.

Usage
  create-devops-portfolio [directory] [options]   write a portfolio into a new or empty directory
  create-devops-portfolio sync [repository]       carry changed options to the sibling repositories
  create-devops-portfolio schema                  print the JSON Schema of the options

Options of the portfolio
${table(optionNames.map((name) => optionRow(flagOf(name), optionsSchema.properties[name])))}

Options of the command
${table(Object.entries(commandFlags).map(([name, flag]) => flagRow(name, flag)))}

Examples
  create-devops-portfolio my-portfolio --owner ada --runtime flask
  create-devops-portfolio my-portfolio --owner ada --cluster gke --exposure ingress --ingress-host app.example.com
`;
}

type Row = readonly [flag: string, text: string];

function optionRow(flag: string, schema: OptionSchema): Row {
  const [sentence] = schema.description.split(/(?<=\.) /);
  return [`--${flag} <${placeholderOf(schema)}>`, `${sentence.replace(/\.$/, "")} (${defaultOf(schema)})`];
}

function placeholderOf(schema: OptionSchema): string {
  if (schema.enum) return schema.enum.join("|");
  if (schema.items?.enum) return schema.items.enum.join(",");
  return schema.type === "string" ? "text" : "number";
}

function flagRow(name: string, { short, value, description }: CommandFlag): Row {
  return [`${short ? `-${short}, ` : ""}--${name}${value ? ` <${value}>` : ""}`, description];
}

/** Two columns; where the first is too wide for its place, the text goes on the next line. */
function table(rows: readonly Row[]): string {
  const width = 30;
  return rows
    .map(([flag, text]) => (flag.length < width ? `  ${flag.padEnd(width)}${text}` : `  ${flag}\n  ${" ".repeat(width)}${text}`))
    .join("\n");
}

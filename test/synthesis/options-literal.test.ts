import fc from "fast-check";
import { findOptions, plainValues } from "../../src/synthesis/options-literal";

const found = (source: string) => {
  const literal = findOptions(source);
  return literal && source.slice(literal.start, literal.end);
};
const LITERAL = '{\n  owner: "ada",\n  title: "a } b",\n  platforms: ["x"],\n}';

test.each([
  ["the call", `const p = new AppRepository(${LITERAL});`],
  ["the call for one of several services", `const p = AppRepository.forService(${LITERAL}, "shop");`],
  ["a name before it", `const p = new portfolio.InfraRepository( ${LITERAL} );`],
  ["a constant", `const options: PortfolioOptions = ${LITERAL};\nnew DocsRepository(options);`],
  [
    "behind a comment of an older one",
    `// new AppRepository({ owner: "old" });\n/* new AppRepository({}) */ new AppRepository(${LITERAL})`,
  ],
  ["behind a text", `const s = 'new AppRepository({ owner: "x" })'; new AppRepository(${LITERAL})`],
  ["behind a template with code in it", `const s = \`\${f({ a: \`}\` })} new AppRepository({}) \`; new AppRepository(${LITERAL})`],
  ["behind a regular expression", `const r = x ? /["'{]/ : 4 / 2 / 1; new AppRepository(${LITERAL})`],
])("the options are found in %s", (_, source) => expect(found(source)).toBe(LITERAL));

test.each(["", "new AppRepository();", "// new AppRepository({})", "new AppRepository(make({}));", "new AppRepository({"])(
  "nothing is found in %j",
  (source) => expect(found(source)).toBeUndefined(),
);

test("whatever stands around them as comment or text, the options are found", () => {
  const hostile = fc
    .array(fc.constantFrom("new AppRepository({ a: 1 })", "{", "}", "(", ")", "/*", "//", "'", '"', "`", "${", "\\", "x", " "), {
      maxLength: 8,
    })
    .map((parts) => parts.join(""));
  const filler = fc.oneof(
    hostile.map((text) => `// ${text}\n`),
    hostile.filter((text) => !text.includes("*/")).map((text) => `/* ${text.replaceAll("*/", "")} */`),
    hostile.map((text) => `f(${JSON.stringify(text)});`),
    hostile.map((text) => `f('${text.replace(/['\\]/g, "\\$&")}');`),
    hostile.map((text) => `f(\`${text.replace(/[`\\$]/g, "\\$&")}\${g({ x: "}" })}\`);`),
    fc.constantFrom("const a = 6 / 3 / 1;", "const r = /[/'\"`{]+/g;", "if (a) { b(); }", "const o = { a: { b: 1 } };"),
  );
  const fillers = fc.array(filler, { maxLength: 6 }).map((parts) => parts.join("\n"));
  fc.assert(
    fc.property(fillers, fillers, (before, after) => {
      expect(found(`${before}\nconst p = new AppRepository(${LITERAL});\n${after}\n`)).toBe(LITERAL);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["comments", '{\n  // first\n  owner: "ada", // hers\n  /* port: 1, */ port: 9000,\n}', { owner: "ada", port: 9000 }],
  ["what looks like a comment in a text", '{ title: "a // b", author: "c /* d" }', { title: "a // b", author: "c /* d" }],
  [
    "lists",
    '{ services: [{ "name": "a", port: 1 }, { name: \'b\' }], markers: true }',
    { services: [{ name: "a", port: 1 }, { name: "b" }], markers: true },
  ],
  ["numbers", "{ a: -1, b: 99.95 }", { a: -1, b: 99.95 }],
])("plain values are read with %s", (_, literal, values) => expect(plainValues(literal)).toEqual(values));

test.each([
  "{ owner: process.env.OWNER }",
  "{ owner }",
  "{ ...shared, port: 1 }",
  '{ owner: "a" + "b" }',
  "{ port: 8000 + 80 }",
  "{ title: `a` }",
  '{ title: f("a") }',
  "{ port: isLocal ? 1 : 2 }",
  '{ own: [README, "x"] }',
  "{ owner: undefined }",
])("code is no plain value: %s", (literal) => expect(plainValues(literal)).toBeUndefined());

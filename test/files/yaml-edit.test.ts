import fc from "fast-check";
import { editText } from "../../src/files/yaml-edit";
import type { Edit } from "../../src/files/yaml-library";

const dashboard = `{
  "title": "App", "tags": ["a", "b"],
  "panels": [
    { "id": 1, "targets": [{ "expr": "up" }] },

    { "id": 2,   "targets": [] }
  ]
}
`;

/** The lines that are not as they were. */
function changedLines(before: string, after: string): string[] {
  const old = before.split("\n");
  return after.split("\n").filter((line) => !old.includes(line));
}

const edit = (path: string, kind: Edit["kind"], value?: unknown, before?: string) =>
  editText("dashboard.json", dashboard, { path, kind, value, before });

test.each<[string, string, string[], (value: typeof parsed) => void]>([
  [
    "a value",
    edit("title", "set", "Mine"),
    ['  "title": "Mine", "tags": ["a", "b"],'],
    (value) => {
      value.title = "Mine";
    },
  ],
  [
    "a value of an item in a list",
    edit("panels.0.targets.0.expr", "set", "down"),
    ['    { "id": 1, "targets": [{ "expr": "down" }] },'],
    (value) => {
      value.panels[0].targets[0].expr = "down";
    },
  ],
])("%s of JSON is set, and every other line stays as it was written", (_, after, lines, change) => {
  const expected = structuredClone(parsed);
  change(expected);
  expect(JSON.parse(after)).toEqual(expected);
  expect(changedLines(dashboard, after)).toEqual(lines);
  expect(after.split("\n")).toHaveLength(dashboard.split("\n").length);
});

const parsed = JSON.parse(dashboard);

test("an item of a list in JSON is removed or added, and the lines of the others stay", () => {
  const removed = edit("panels.1", "remove");
  expect(JSON.parse(removed).panels).toEqual([parsed.panels[0]]);
  expect(removed).toContain('    { "id": 1, "targets": [{ "expr": "up" }] }');
  const added = edit("panels", "add", { id: 3 }, "1");
  expect(JSON.parse(added).panels.map(({ id }: { id: number }) => id)).toEqual([1, 3, 2]);
  for (const line of dashboard.split("\n").slice(0, 4)) expect(added.split("\n")).toContain(line);
  expect(added).toContain('{ "id": 2,   "targets": [] }');
});

test("any value of any JSON is what it is set to, and the rest is what it was", () => {
  const documents = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.jsonValue(), { minKeys: 1, maxKeys: 6 });
  fc.assert(
    fc.property(documents, fc.nat(), fc.jsonValue(), fc.constantFrom(undefined, 2, 4, "\t"), (document, index, value, indent) => {
      const keys = Object.keys(document);
      const key = keys[index % keys.length];
      const text = JSON.stringify(document, null, indent);
      const after = editText("x.json", text, { path: key, kind: "set", value });
      expect(JSON.parse(after)).toEqual(JSON.parse(JSON.stringify({ ...document, [key]: value })));
    }),
    { numRuns: 100 },
  );
});

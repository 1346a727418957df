import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../../src/doctor/run";
import { Repository } from "../../src/workspace/repository";
import { temporaryFolder } from "../support/portfolio";

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
  .split("")
  .map((name, at) => `${name}: &${name} [${`*${"abcdefghij"[at]},`.repeat(9)}]`)
  .join("\n")}\napiVersion: v1\nkind: ConfigMap\n`;
const chart = (template: string) => ({
  "Chart.yaml": "apiVersion: v2\nname: x\nversion: 0.1.0\n",
  "values.yaml": "a: 1\n",
  "templates/x.yaml": template,
});

function tree(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test.each([
  ["a YAML bomb", { "bomb.yaml": bomb }],
  ["a template that includes itself", chart('{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}')],
  [
    "a template that repeats without end",
    chart("{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}x{{ end }}{{ end }}{{ end }}"),
  ],
  [
    "a workflow of 10,000 lines",
    { ".github/workflows/x.yaml": `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${"      - run: echo\n".repeat(10_000)}` },
  ],
  ["a name that is no text", { "\u{1f4a3}\n\u0007.yaml": "kind: x\n" }],
  ["a line of a megabyte", { "README.md": `${"[".repeat(500_000)}`, "x.sh": `${'"'.repeat(200_001)}` }],
  [
    "names that every object inherits",
    { "k8s/x.yaml": "apiVersion: v1\nkind: constructor\nmetadata: {name: __proto__, labels: {toString: x}}\n__proto__: {a: 1}\n" },
  ],
])("%s ends soon, and without a crash", (_, files) => {
  const started = performance.now();
  const { unchecked } = diagnose([tree(files)]);
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(unchecked.filter((text) => /Maximum call|is not a function|undefined/.test(text))).toEqual([]);
});

test("links that leave the folder or go round are not followed; big files are named", () => {
  const outside = tree({ "secret.yaml": "apiVersion: v1\n" });
  const root = tree({ "a/b.yaml": "a: 1\n", "big.yaml": "" });
  symlinkSync(root, join(root, "a/round"));
  symlinkSync(join(outside, "secret.yaml"), join(root, "out.yaml"));
  truncateSync(join(root, "big.yaml"), 100 * 1024 * 1024);
  const repository = new Repository(root, "");
  expect([...repository.files.keys()].sort()).toEqual(["a/b.yaml", "big.yaml"]);
  expect(repository.files.get("big.yaml")!.text).toBe("");
  expect(repository.skipped.join()).toContain("big.yaml");
});

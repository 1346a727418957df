import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../../src/doctor/run";
import { Repository } from "../../src/workspace/repository";
import { growth, LINEAR } from "../support/growth";
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

/** What a reader that broke on a file says of it. */
const crashes = (unchecked: readonly string[]): string[] =>
  unchecked.filter((text) => /Maximum call|is not a function|undefined/.test(text));

test.each<[string, Readonly<Record<string, string>>]>([
  ["a YAML bomb", { "bomb.yaml": bomb }],
  ["a template that includes itself", chart('{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}')],
  [
    "a template that repeats without end",
    chart("{{ range until 1000 }}{{ range until 1000 }}{{ range until 1000 }}x{{ end }}{{ end }}{{ end }}"),
  ],
  ["an anchor that holds itself", { "k8s/round.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: &m\n  name: x\n  annotations: *m\n" }],
  ["a merge key in a circle", { "k8s/merge.yaml": "a: &a\n  <<: *a\n  kind: x\napiVersion: v1\nkind: ConfigMap\n" }],
  ["aliases of what nobody named", { "k8s/alias.yaml": `apiVersion: v1\nkind: ConfigMap\ndata: [${"*nobody,".repeat(1000)}]\n` }],
  ["a name that is no text", { "\u{1f4a3}\n\u0007.yaml": "kind: x\n" }],
  [
    "names that every object inherits",
    { "k8s/x.yaml": "apiVersion: v1\nkind: constructor\nmetadata: {name: __proto__, labels: {toString: x}}\n__proto__: {a: 1}\n" },
  ],
])("%s ends, and without a crash", (_, files) => {
  const { unchecked } = diagnose([tree(files)]);
  expect(crashes(unchecked)).toEqual([]);
});

test.each<[string, number, (size: number) => Readonly<Record<string, string>>]>([
  [
    "a workflow",
    10_000,
    (lines) => ({
      ".github/workflows/x.yaml": `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${"      - run: echo\n".repeat(lines)}`,
    }),
  ],
  [
    "a Spring configuration without the port that is looked for",
    200,
    (keys) => ({ "application.yaml": `management:\n${"  a:\n    b: 1\n".repeat(keys)}` }),
  ],
  ["a line of Markdown", 500_000, (length) => ({ "README.md": "[".repeat(length) })],
  ["a word of a script that nothing ends", 200_001, (length) => ({ "x.sh": '"'.repeat(length) })],
])("%s costs as much as it is long, and does not crash", (_, size, files) => {
  const grows = growth((length) => expect(crashes(diagnose([tree(files(length))]).unchecked)).toEqual([]), size);
  expect(grows).toBeLessThan(LINEAR);
});

test("a tree that is deeper than anybody's is read so far, and that is said", () => {
  const root = tree({ [`${"d/".repeat(200)}x.yaml`]: "a: 1\n" });
  const { unchecked } = diagnose([root]);
  expect(unchecked.join()).toMatch(/deeper than \d+ folders/);
});

test("nothing of a stranger's is run: no program of its chart, workflow, hook or plugin is started, and nothing is written", () => {
  const root = tree({
    "chart/Chart.yaml":
      "apiVersion: v2\nname: x\nversion: 0.1.0\ndependencies: [{name: y, version: 1.0.0, repository: https://charts.invalid}]\n",
    "chart/values.yaml": "a: 1\n",
    "chart/plugin.yaml": 'name: x\nversion: 0.1.0\ncommand: "touch ran"\nhooks: {install: "touch ran"}\n',
    "chart/templates/hook.yaml":
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: x, annotations: {helm.sh/hook: pre-install}}\ndata: {{ lookup "v1" "Secret" "kube-system" "x" | toJson }} {{ getHostByName "charts.invalid" }} {{ .Files.Get "../../secret" }}\n',
    "install.sh": "touch ran\nhelm install x chart --post-renderer ./render.sh\n",
    "render.sh": "#!/bin/sh\ntouch ran\n",
    "k8s/kustomization.yaml":
      "generators: [exec.yaml]\nhelmCharts: [{name: y, repo: https://charts.invalid}]\nresources: [https://charts.invalid/x.yaml]\n",
    ".github/workflows/x.yaml": "on: push\njobs: {a: {runs-on: x, steps: [{run: touch ran}]}}\n",
  });
  const before = readdirSync(root, { recursive: true }).sort();
  // Whatever were started would be found here first, and leave a trace.
  const traps = tree(
    Object.fromEntries(["helm", "kubectl", "kustomize", "sh", "git"].map((name) => [name, `#!/bin/sh\ntouch "${root}/ran"\n`])),
  );
  for (const name of readdirSync(traps)) chmodSync(join(traps, name), 0o755);
  const path = process.env.PATH;
  process.env.PATH = traps;
  try {
    diagnose([root]);
  } finally {
    process.env.PATH = path;
  }
  expect(readdirSync(root, { recursive: true }).sort()).toEqual(before);
});

test("what reads repositories starts no program and opens no connection", () => {
  const sources = ["doctor", "workspace"].flatMap((folder) =>
    readdirSync(join(__dirname, "../../src", folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !/^(live|drills)\//.test(name))
      .map((name) => readFileSync(join(__dirname, "../../src", folder, name), "utf8")),
  );
  expect(sources.length).toBeGreaterThan(50);
  expect(
    sources.filter((text) => /from "node:(child_process|net|http|https|dgram|dns|tls|vm|worker_threads)"|\bfetch\(|\beval\(/.test(text)),
  ).toEqual([]);
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

test.each([
  ["sequences", `kind: x\na: ${"[".repeat(100_000)}`],
  ["mappings", `apiVersion: v1\nkind: x\n${Array.from({ length: 3000 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")}`],
  ["parentheses", `groups: [{rules: [{alert: A, expr: "${"(".repeat(9000)}"}]}]\n`],
])("%s that are nested without end are read without a crash", (_, text) => {
  expect(crashes(diagnose([tree({ "k8s/deep.yaml": text })]).unchecked)).toEqual([]);
});

test("bytes that are no text are a finding, not silence", () => {
  const root = tree({ "chart/values.yaml": "a: 1\n", "chart/templates/a.yaml": "a: 1\n" });
  writeFileSync(join(root, "chart/Chart.yaml"), Buffer.from([0x89, 0x00, 0xfe, 0x12, 0xc3, 0x28]));
  writeFileSync(join(root, "chart/values.yaml"), Buffer.from([0x61, 0xc3, 0x28, 0xff]));
  const { findings } = diagnose([root]);
  const files = findings.filter(({ severity }) => severity === "error").map(({ file }) => file.slice(-17));
  expect(files).toEqual([expect.stringMatching(/Chart\.yaml$/), expect.stringMatching(/values\.yaml$/)]);
});

test("UTF-16, as PowerShell writes it, is text", () => {
  const root = tree({});
  writeFileSync(join(root, "a.yaml"), Buffer.from("\ufeffapiVersion: v1\nkind: ConfigMap\n", "utf16le"));
  expect(new Repository(root, "").file("a.yaml")!.text).toBe("apiVersion: v1\nkind: ConfigMap\n");
});

const onLinux = process.platform === "linux" ? test : test.skip;
onLinux.each(["/proc/self", "/sys"])("%s holds no repository, and that is said", (path) => {
  const { unchecked, findings } = diagnose([path]);
  expect(findings).toEqual([]);
  expect(unchecked.join()).toContain("a file system of the kernel");
});

test("a pipe is never opened", () => {
  const root = tree({ "a.yaml": "a: 1\n" });
  execFileSync("mkfifo", [join(root, "pipe.yaml")]);
  symlinkSync(join(root, "pipe.yaml"), join(root, "link.yaml"));
  expect([...new Repository(root, "").files.keys()]).toEqual(["a.yaml"]);
});

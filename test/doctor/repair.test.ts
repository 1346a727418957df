import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repairsOf } from "../../src/doctor/doctor";
import { diagnose } from "../../src/doctor/run";
import { deployment, type Tree, written } from "./support";

/** The one file of a tree after its repair, and what of the check is found then. */
function after(path: string, text: string, more: Tree = {}): { text: string; diff: string; left: string[] } {
  const root = written({ [path]: text, ...more });
  const { diff, write } = repairsOf([root]);
  expect(readFileSync(join(root, path), "utf8")).toBe(text); // showing writes nothing
  write();
  return {
    text: readFileSync(join(root, path), "utf8"),
    diff,
    left: diagnose([root])
      .findings.filter(({ severity }) => severity === "error")
      .map(({ id }) => id),
  };
}

const finalizer = `# kept
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
  finalizers:
    - resource-finalizer.argocd.argoproj.io   # and this
spec: { project: default, source: { repoURL: https://example.com/x.git, path: k8s }, destination: { namespace: web } }
`;

test.each([
  ["k8s/web.yaml", deployment("env: [{name: PORT, value: 8080}] # the port"), "value: 8080", 'value: "8080"'],
  ["argocd/web.yaml", finalizer, "resource-finalizer", "resources-finalizer"],
  ["k8s/web.yaml", deployment().replace("octo", "Octo"), "ghcr.io/Octo/web", "ghcr.io/octo/web"],
  ["check.sh", "#!/bin/bash\nset -e\nn=0\n  ((n++)) # one more\n", "((n++))", "n=$((n + 1))"],
  ["README.md", "# A\n\n```mermaid\nflowchart LR\n  A[push (app)] --> B\n```\n", "A[push (app)]", 'A["push (app)"]'],
  ["README.md", "```sh\nkubectl get secret a -o jsonpath='{{.data.b}}'\n```\n", "'{{.data.b}}'", "'{.data.b}'"],
  ["k8s/pdb.yaml", "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n", "policy/v1beta1", "policy/v1"],
])("%s: only %s", (path, text, from, to) => {
  const found = after(path, text);
  expect(found.text).toBe(text.replace(from, to));
  expect(found.left).toEqual([]);
  expect(found.diff.split("\n").filter((line) => /^[-+](?![-+]{2})/.test(line))).toHaveLength(2);
});

test("line ends of Windows and a mark at the beginning stay", () => {
  const text = `\uFEFF${deployment("env: [{name: PORT, value: 8080}]").replaceAll("\n", "\r\n")}`;
  expect(after("k8s/web.yaml", text).text).toBe(text.replace("value: 8080", 'value: "8080"'));
});

test("what is no UTF-8 stays", () => {
  const root = written({ "check.sh": "" });
  const file = join(root, "check.sh");
  const text = (end: string) => Buffer.from(`#!/bin/bash\nset -e\nn=0\n# caf\xe9 \xff\n((n++)) # \xe9\n`.replace("((n++))", end), "latin1");
  writeFileSync(file, text("((n++))"));
  repairsOf([root]).write();
  expect(readFileSync(file)).toEqual(text("n=$((n + 1))"));
});

test("what somebody has changed since it was shown is not written over", () => {
  const root = written({ "a.sh": "#!/bin/bash\nset -e\nn=0\n((n++))\n", "b.sh": "#!/bin/bash\nset -e\nm=0\n((m++))\n" });
  const { write } = repairsOf([root]);
  writeFileSync(join(root, "b.sh"), "mine\n");
  expect(write).toThrow("b.sh changed meanwhile");
  expect(readFileSync(join(root, "b.sh"), "utf8")).toBe("mine\n");
  expect(readFileSync(join(root, "a.sh"), "utf8")).toContain("((n++))");
});

test("what has several answers, what a chart renders and what stands twice on its line is left alone", () => {
  const chart = {
    "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
    "chart/templates/web.yaml": deployment("env: [{name: PORT, value: 8080}]"),
  };
  const trees: readonly Tree[] = [
    chart,
    { "k8s/web.yaml": deployment("env: [{name: A, value: 1}, {name: B, value: 1}]") },
    { Dockerfile: "FROM python\nCOPY x .\n" },
  ];
  for (const tree of trees) expect(repairsOf([written(tree)]).files).toBe(0);
});

test("a link is not written through", () => {
  const root = written({ "aside.txt": "" });
  const outside = join(written({ "web.yaml": deployment("env: [{name: PORT, value: 8080}]") }), "web.yaml");
  writeFileSync(join(root, "other.yaml"), "a: 1\n");
  symlinkSync(outside, join(root, "web.yaml"));
  const { write } = repairsOf([root]);
  write();
  expect(readFileSync(outside, "utf8")).toContain("value: 8080");
});

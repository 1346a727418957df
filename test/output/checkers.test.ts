import { existsSync, readFileSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { anyOptions } from "../support/any-options";
import { walk } from "../support/command";
import { matrix } from "../support/matrix";
import { type Generated, generate, generateEjected, generateFresh } from "../support/portfolio";
import { check, kubeconformArguments } from "../support/tools";

// A deployed image, as the record in the infra repository holds one: a chart without an image refuses to render.
const IMAGE = ["--set-string", `image.digest=sha256:${"0".repeat(64)}`, "--set-string", "image.tag=main"];

const repositories = ({ app, infra, docs }: Generated) => [app, infra, docs];
const filesOf = (generated: Generated, ...endings: string[]) =>
  repositories(generated).flatMap((folder) => walk(folder).filter((file) => endings.some((ending) => file.endsWith(ending))));
const isChartTemplate = (file: string) => /\/helm\/[^/]+\/templates\//.test(file);

/** Most files are the same in every portfolio: a checker sees a text once. */
const seen = new Set<string>();
function unseen(checker: string, files: readonly string[]): string[] {
  return files.filter((file) => {
    const key = `${checker} ${basename(file)} ${readFileSync(file, "utf8")}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

describe.each([...Object.entries(matrix), ["ejected", undefined] as const])("%s", (_, options) => {
  const generated = options ? generate(options) : generateEjected();
  const { app, infra, portfolio } = generated;
  const chart = join(infra, "helm", portfolio.appName);

  test("helm lint --strict", () => {
    check("helm", ["lint", "--strict", chart, "--namespace", portfolio.appNamespace, ...IMAGE]);
  });

  test("helm template | kubeconform -strict, the monitors included", () => {
    const manifests = check("helm", ["template", portfolio.appName, chart, "--namespace", portfolio.appNamespace, ...IMAGE]);
    const summary = check("kubeconform", kubeconformArguments(), { input: manifests });
    expect(summary).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
    const kinds = parseAllDocuments(manifests).map((document) => document.toJS()?.kind);
    expect(kinds).toEqual(expect.arrayContaining(["Deployment", "Service", "ServiceMonitor", "PrometheusRule"]));
  });

  test("actionlint with shellcheck", () => {
    const workflows = filesOf(generated, ".yaml", ".yml").filter((file) => file.includes("/.github/workflows/"));
    expect(workflows.length).toBeGreaterThanOrEqual(4);
    const left = unseen("actionlint", workflows);
    if (left.length > 0) check("actionlint", ["-shellcheck", "shellcheck", ...left]);
  });

  test("zizmor, pedantic", () => {
    const left = repositories(generated).filter((folder) => unseen("zizmor", walk(join(folder, ".github"))).length > 0);
    if (left.length > 0) check("zizmor", ["--offline", "--persona", "pedantic", "--no-progress", ...left]);
  });

  test("hadolint", () => {
    check("hadolint", [join(app, "Dockerfile")]);
  });

  test("yamllint", () => {
    for (const folder of repositories(generated)) {
      const all = walk(folder).filter((file) => [".yaml", ".yml"].includes(extname(file)) && !isChartTemplate(file));
      const files = unseen("yamllint", all);
      if (files.length === 0) continue;
      const own = join(folder, ".yamllint.yaml");
      const config = existsSync(own) ? readFileSync(own, "utf8") : YAMLLINT;
      check("yamllint", ["--strict", "--config-data", config, ...files]);
    }
  });

  test("shellcheck", () => {
    const scripts = unseen("shellcheck", filesOf(generated, ".sh"));
    if (scripts.length > 0) check("shellcheck", ["--shell=sh", "--external-sources", ...scripts], { cwd: join(infra, "scripts") });
  });

  test("promtool check", () => {
    check("promtool", ["check", "rules", "--lint=all", "--lint-fatal", join(chart, "files/rules.yaml")]);
  });

  test("no trace of the templates, and text that ends as text does", () => {
    for (const folder of repositories(generated)) {
      for (const file of walk(folder)) {
        const text = readFileSync(file, "utf8");
        const place = relative(folder, file);
        if (portfolio.title === matrix["the default"].title) expect(`${place} ${text}`).not.toMatch(/<%|%>/);
        if (!/\.(ts|mjs|py)$/.test(file)) expect(`${place} ${text}`).not.toMatch(/\bundefined\b|\[object Object\]/);
        if (text !== "") expect(`${place} ends with ${JSON.stringify(text.slice(-1))}`).toBe(`${place} ends with ${JSON.stringify("\n")}`);
      }
    }
  });
});

// GitHub's `on:` is no boolean, and comments of pins stand one space after.
const YAMLLINT = `extends: default
rules:
  document-start: disable
  line-length: disable
  truthy: { check-keys: false }
  comments: { min-spaces-from-content: 1 }
  braces: { max-spaces-inside: 1 }
`;

// Days of samples take seconds to evaluate: the scenarios run where targets differ, not for each portfolio.
test.each(["the default", "other numbers"])("promtool test: the alerts of %s fire, do not fire, and resolve", (name) => {
  const { infra } = generate(matrix[name]);
  check("promtool", ["test", "rules", join(infra, "monitoring/tests/rules.test.yaml")]);
});

test("any accepted options give valid YAML and JSON, charts that lint and no path outside", () => {
  fc.assert(
    fc.property(anyOptions, (options) => {
      const generated = generateFresh(options);
      for (const file of filesOf(generated, ".yaml", ".yml").filter((name) => !isChartTemplate(name))) {
        const errors = parseAllDocuments(readFileSync(file, "utf8")).flatMap((document) => document.errors);
        expect({ file, errors }).toEqual({ file, errors: [] });
      }
      for (const file of filesOf(generated, ".json")) JSON.parse(readFileSync(file, "utf8").replace(/^\s*\/\/.*$/gm, ""));
      check("helm", ["lint", "--strict", join(generated.infra, "helm", generated.portfolio.appName), ...IMAGE]);
    }),
    { numRuns: 6 },
  );
});

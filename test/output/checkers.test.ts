import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { anyOptions } from "../support/any-options";
import { walk } from "../support/command";
import { matrix } from "../support/matrix";
import { type Generated, generate, generateEjected, generateFresh, temporaryFolder } from "../support/portfolio";
import { check, kubeconformArguments, run } from "../support/tools";
import { withoutNames } from "../support/without-names";

// A deployed image, as the record in the infra repository holds one: a chart without an image refuses to render.
const IMAGE = ["--set-string", `image.digest=sha256:${"0".repeat(64)}`, "--set-string", "image.tag=main"];

const repositories = ({ app, infra, docs }: Generated) => [app, infra, docs];
const filesOf = (generated: Generated, ...endings: string[]) =>
  repositories(generated).flatMap((folder) => walk(folder).filter((file) => endings.some((ending) => file.endsWith(ending))));
const isChartTemplate = (file: string) => /\/helm\/[^/]+\/templates\//.test(file);

const portfolios = [...Object.entries(matrix), ["ejected", undefined] as const].map(([name, options]) => ({
  name,
  generated: options ? generate(options) : generateEjected(),
}));

/** A checker starts once for all portfolios, and what it says names them, not the folders that they lie in. */
function checkAll(checker: string, args: readonly string[]): string {
  const { status, output } = run(checker, args);
  const named = portfolios.reduce((text, { name, generated }) => text.replaceAll(generated.root, `<${name}>`), output);
  if (status !== 0) throw new Error(`${checker} ended with ${status}:\n${named.slice(0, 8000)}`);
  return named;
}

/** Files of every portfolio, each text once: most are the same in every portfolio, or but for its names. */
function texts(ending: RegExp, differ: (text: string, generated: Generated) => string = (text) => text): string[] {
  const files = portfolios.flatMap(({ generated }) =>
    repositories(generated)
      .flatMap(walk)
      .filter((file) => ending.test(file))
      .map((file) => [`${basename(file)} ${differ(readFileSync(file, "utf8"), generated)}`, file] as const),
  );
  return [...new Map(files).values()];
}

const chartOf = ({ infra, portfolio }: Generated) => join(infra, "helm", portfolio.appName);

test.each(portfolios)("helm lint --strict: $name", ({ generated }) => {
  check("helm", ["lint", "--strict", chartOf(generated), "--namespace", generated.portfolio.appNamespace, ...IMAGE]);
});

test("helm template | kubeconform -strict, the monitors included", () => {
  const files = portfolios.map(({ name, generated }) => {
    const { appName, appNamespace } = generated.portfolio;
    const manifests = check("helm", ["template", appName, chartOf(generated), "--namespace", appNamespace, ...IMAGE]);
    const kinds = parseAllDocuments(manifests).map((document) => document.toJS()?.kind);
    expect(kinds).toEqual(expect.arrayContaining(["Deployment", "Service", "ServiceMonitor", "PrometheusRule"]));
    const file = join(temporaryFolder(), `${name}.yaml`);
    writeFileSync(file, manifests);
    return file;
  });
  const summary = checkAll("kubeconform", [...kubeconformArguments(), ...files]);
  expect(summary).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
});

test("actionlint with shellcheck", () => {
  const workflows = texts(/\.ya?ml$/).filter((file) => file.includes("/.github/workflows/"));
  expect(workflows.length).toBeGreaterThanOrEqual(4);
  checkAll("actionlint", ["-shellcheck", "shellcheck", ...workflows]);
});

test("zizmor, pedantic", () => {
  const folders = portfolios.flatMap(({ generated }) => repositories(generated));
  checkAll("zizmor", ["--offline", "--persona", "pedantic", "--no-progress", ...folders]);
});

test("hadolint", () => {
  checkAll("hadolint", texts(/\/Dockerfile$/));
});

test("yamllint, by the rules of each repository", () => {
  const byRules = new Map<string, string[]>();
  const roots = portfolios.flatMap(({ generated }) => repositories(generated));
  for (const file of texts(/\.ya?ml$/).filter((name) => !isChartTemplate(name))) {
    const own = join(roots.find((root) => file.startsWith(`${root}/`)) ?? "", ".yamllint.yaml");
    const rules = existsSync(own) ? readFileSync(own, "utf8") : YAMLLINT;
    byRules.set(rules, [...(byRules.get(rules) ?? []), file]);
  }
  for (const [rules, files] of byRules) checkAll("yamllint", ["--strict", "--config-data", rules, ...files]);
});

test("shellcheck", () => {
  checkAll("shellcheck", ["--shell=sh", "--external-sources", "--source-path=SCRIPTDIR", ...texts(/\.sh$/, withoutNames)]);
});

test("promtool check", () => {
  checkAll("promtool", ["check", "rules", "--lint=all", "--lint-fatal", ...texts(/\/files\/rules\.yaml$/)]);
});

test.each(portfolios)("no trace of the templates, and text that ends as text does: $name", ({ name, generated }) => {
  for (const folder of repositories(generated)) {
    for (const file of walk(folder)) {
      const text = readFileSync(file, "utf8");
      const place = relative(folder, file);
      if (name !== "hostile text") expect(`${place} ${text}`).not.toMatch(/<%|%>/);
      if (!/\.(ts|mjs|py)$/.test(file)) expect(`${place} ${text}`).not.toMatch(/\bundefined\b|\[object Object\]/);
      if (text !== "") expect(`${place} ends with ${JSON.stringify(text.slice(-1))}`).toBe(`${place} ends with ${JSON.stringify("\n")}`);
    }
  }
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

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { scopesOf } from "../../src/portfolio/scope";
import { anyOptions } from "../support/any-options";
import { checkTexts, type Written, writtenFor } from "../support/checked-texts";
import { repositoryRoot, walk } from "../support/command";
import { checkDocs } from "../support/documentation";
import { matrix } from "../support/matrix";
import { type Generated, generate, generateEjected, generateFresh, temporaryFolder } from "../support/portfolio";
import { threeEnvironments, threeServices } from "../support/several";
import { check, kubeconformArguments } from "../support/tools";
import { withoutNames } from "../support/without-names";

// A deployed image, as the record in the infra repository holds one: a chart without an image refuses to render.
const IMAGE = ["--set-string", `image.digest=sha256:${"0".repeat(64)}`, "--set-string", "image.tag=main"];

const MARKDOWNLINT = join(repositoryRoot, "node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs");

const several = { "three services": threeServices, "two services in three environments": threeEnvironments };
const repositories = ({ root, infra, docs, model }: Generated) => [
  ...model.services.map(({ repository }) => join(root, repository)),
  infra,
  docs,
];
const filesOf = (generated: Generated, ...endings: string[]) =>
  repositories(generated).flatMap((folder) => walk(folder).filter((file) => endings.some((ending) => file.endsWith(ending))));
const isChartTemplate = (file: string) => /\/helm\/[^/]+\/templates\//.test(file);

const portfolios = [...Object.entries({ ...matrix, ...several }), ["ejected", undefined] as const].map(([name, options]) => ({
  name,
  generated: options ? generate(options) : generateEjected(),
}));
const written = portfolios.flatMap(({ name, generated }) => writtenFor(name, generated));
const those = (ending: RegExp) => written.filter(({ file }) => ending.test(file));

/** The services of a portfolio in its first environment, each with its chart. */
const charts = ({ model, infra }: Generated) =>
  scopesOf(model)
    .filter(({ environment }) => environment === model.environments[0])
    .map(({ appName, appNamespace }) => ({ appName, appNamespace, chart: join(infra, "helm", appName) }));

test("helm lint --strict", () => {
  for (const { generated } of portfolios) {
    // Several charts at once would share the namespace.
    for (const { chart, appNamespace } of charts(generated))
      check("helm", ["lint", "--strict", chart, "--namespace", appNamespace, ...IMAGE]);
  }
});

test("helm template | kubeconform -strict, the monitors included", () => {
  const folder = temporaryFolder();
  for (const { name, generated } of portfolios) {
    for (const { appName, appNamespace, chart } of charts(generated)) {
      const manifests = check("helm", ["template", appName, chart, "--namespace", appNamespace, ...IMAGE]);
      for (const kind of ["Deployment", "Service", "ServiceMonitor", "PrometheusRule"]) expect(manifests).toContain(`\nkind: ${kind}\n`);
      writeFileSync(join(folder, `${name} ${appName}.yaml`), manifests);
    }
  }
  const files = walk(folder);
  expect(files.length).toBeGreaterThan(portfolios.length);
  expect(check("kubeconform", [...kubeconformArguments(), ...files])).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
});

test("actionlint with shellcheck", () => {
  const workflows = those(/\/\.github\/workflows\/.+\.ya?ml$/);
  expect(workflows.length).toBeGreaterThan(4 * portfolios.length);
  checkTexts("actionlint", ["-shellcheck", "shellcheck"], workflows);
});

test("zizmor, pedantic", () => {
  const pedantic = (some: typeof portfolios, ...more: string[]) =>
    check("zizmor", [
      ...["--offline", "--persona", "pedantic", "--no-progress", ...more],
      ...some.flatMap(({ generated }) => repositories(generated)),
    ]);
  const isOne = ({ generated }: (typeof portfolios)[number]) => generated.model.services.length === 1;
  pedantic(portfolios.filter(isOne));
  pedantic(
    portfolios.filter((one) => !isOne(one)),
    ...["--min-severity", "medium"],
  );
});

test("hadolint", () => {
  checkTexts("hadolint", [], those(/\/Dockerfile$/));
});

test("yamllint, by the rules of each repository", () => {
  const byRules = new Map<string, Written[]>();
  for (const one of those(/\.ya?ml$/).filter(({ file }) => !isChartTemplate(file))) {
    const [repository] = relative(one.root, one.file).split("/");
    const own = join(one.root, repository, ".yamllint.yaml");
    const rules = existsSync(own) ? readFileSync(own, "utf8") : YAMLLINT;
    byRules.set(rules, [...(byRules.get(rules) ?? []), one]);
  }
  // The longest names make lines another length.
  const isSame: typeof withoutNames = (text, scope) => (text.includes("r".repeat(100)) ? text : withoutNames(text, scope));
  for (const [rules, files] of byRules) checkTexts("yamllint", ["--strict", "--config-data", rules], files, isSame);
});

test("shellcheck", () => {
  const scripts = those(/\.sh$/);
  expect(scripts.length).toBeGreaterThan(15 * portfolios.length);
  checkTexts("shellcheck", ["--shell=sh", "--external-sources", "--source-path=SCRIPTDIR"], scripts);
});

test("promtool check", () => {
  checkTexts("promtool", ["check", "rules", "--lint=all", "--lint-fatal"], those(/\/files\/rules\.yaml$/));
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
  const made: Generated[] = [];
  fc.assert(
    fc.property(anyOptions, (options) => {
      const generated = generateFresh(options);
      made.push(generated);
      for (const file of filesOf(generated, ".yaml", ".yml").filter((name) => !isChartTemplate(name))) {
        const errors = parseAllDocuments(readFileSync(file, "utf8")).flatMap((document) => document.errors);
        expect({ file, errors }).toEqual({ file, errors: [] });
      }
      for (const file of filesOf(generated, ".json")) JSON.parse(readFileSync(file, "utf8").replace(/^\s*\/\/.*$/gm, ""));
      expect(checkDocs(generated.docs).findings).toEqual([]);
    }),
    { numRuns: 6 },
  );
  // Each checker starts once for all of them.
  check("helm", ["lint", "--strict", ...made.map(({ infra, portfolio }) => join(infra, "helm", portfolio.appName)), ...IMAGE]);
  const common = dirname(made[0].root);
  const pages = made.map(({ docs }) => `${relative(common, docs)}/**/*.md`);
  const output = check("node", [MARKDOWNLINT, ...pages], { cwd: common }); // each by its own rules (R8)
  expect(output).toContain(`Linting: ${made.flatMap(({ docs }) => walk(docs).filter((file) => file.endsWith(".md"))).length} file`);
}, 180_000);

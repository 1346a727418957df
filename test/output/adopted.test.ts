import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { diagnose, diagnoseDocumentation } from "../../src/doctor/run";
import { repositoriesIn } from "../../src/repositories/neighbours";
import { statusOf } from "../../src/synthesis/status";
import { planSync } from "../../src/synthesis/sync";
import { appsFolder } from "../adopt/apps";
import { adoptable, adopted } from "../support/adopted";
import { checkTexts, type Written } from "../support/checked-texts";
import { readTree, sh, walk } from "../support/command";
import { check, kubeconformArguments } from "../support/tools";

const IMAGE = ["--set-string", `image.digest=sha256:${"0".repeat(64)}`, "--set-string", "image.tag=main"];
const portfolios = adoptable.map((one) => ({ ...one, ...adopted(one) }));
type Adopted = (typeof portfolios)[number];

describe.each(portfolios)("$title", ({ app, infra, docs, root, portfolio, name: one }) => {
  test("gets at most twelve new files in one commit on a branch, and no file of it changes", () => {
    const before = readTree(join(appsFolder, one));
    expect(readTree(app)).toMatchObject(before);
    const changes = sh(app, "git diff --name-status --no-renames main devops-portfolio").trim().split("\n");
    expect(changes.filter((line) => !line.startsWith("A\t"))).toEqual([]);
    const offered = changes.filter((line) => /\t(Dockerfile|\.dockerignore)$/.test(line));
    expect(offered).toHaveLength(one === "go-chi" ? 2 : 0);
    expect(changes.length - offered.length).toBeLessThanOrEqual(12);
    expect(
      sh(app, "git rev-list --count main..devops-portfolio; git rev-list --count main; git status --porcelain; git branch --show-current"),
    ).toBe("1\n1\ndevops-portfolio\n");
  });

  test("is then a portfolio whose three repositories are as the tool writes them", () => {
    const repositories = repositoriesIn(root, (text) => expect(text).toBe(""));
    expect(repositories.map(({ record }) => record.role).sort()).toEqual(["app", "docs", "infra"]);
    for (const repository of repositories) {
      expect({ folder: repository.folder, ...pick(statusOf(repository)) }).toEqual({ folder: repository.folder, files: [], siblings: [] });
      expect([...new Set(planSync(repository.folder, () => {}).steps.map(({ outcome }) => outcome))]).toEqual(["upToDate"]);
      expect(sh(repository.folder, "git status --porcelain")).toBe("");
    }
  });

  test("has pages that say nothing which the service does not do, and no mistake in what was written", () => {
    const { findings, unchecked } = diagnose([root]);
    // What is wrong in the person's own files is theirs, and P05 asks for their own words.
    const own = new Set(Object.keys(readTree(join(appsFolder, one))).map((file) => join(app, file)));
    const found = findings.filter(({ id, severity, file }) => (severity !== "note" || /^P0[^5]/.test(id)) && !own.has(file));
    expect(found.map(({ id, file, line, cause }) => `${id} ${file}:${line} ${cause}`)).toEqual([]);
    expect(unchecked).toEqual([]);
    expect(diagnoseDocumentation(docs)?.findings.filter(({ id }) => id !== "P05")).toEqual([]);
  });

  test("has a runbook for each alert and no other", () => {
    const rules = readFileSync(join(infra, "helm", portfolio.appName, "files/rules.yaml"), "utf8");
    const alerts = [...new Set([...rules.matchAll(/alert: (\w+)/g)].map(([, alert]) => alert))].sort();
    const runbooks = readFileSync(join(docs, "runbooks.md"), "utf8");
    expect([...runbooks.matchAll(/^## (\w+)$/gm)].map(([, heading]) => heading).sort()).toEqual(alerts);
    const links = [...runbooks.matchAll(/^\| \[(\w+)\]\(#(\w+)\)/gm)];
    expect(links.map(([, alert, anchor]) => [alert, anchor]).sort()).toEqual(alerts.map((alert) => [alert, alert.toLowerCase()]));
  });
});

const pick = ({ files, siblings }: ReturnType<typeof statusOf>) => ({ files, siblings });

/** What adopt wrote. */
const written = portfolios.flatMap(({ title, app, infra, docs, root, portfolio }: Adopted): Written[] => {
  const inApp = sh(app, "git diff --name-only main devops-portfolio").trim().split("\n");
  return [...inApp.map((file) => join(app, file)), ...walk(infra), ...walk(docs)].map((file) => ({
    file,
    scope: portfolio,
    root,
    of: title,
  }));
});
const those = (ending: RegExp) => written.filter(({ file }) => ending.test(file));

describe("what is written around an app passes every checker", () => {
  test("helm lint --strict, and the manifests kubeconform -strict", () => {
    for (const { infra, portfolio } of portfolios) {
      const { appName, appNamespace, isScraped } = portfolio;
      const chart = join(infra, "helm", appName);
      check("helm", ["lint", "--strict", chart, "--namespace", appNamespace, ...IMAGE]);
      const manifests = check("helm", ["template", appName, chart, "--namespace", appNamespace, ...IMAGE]);
      const kinds = parseAllDocuments(manifests).map((document) => document.toJS()?.kind);
      expect({ appName, scraped: kinds.includes("ServiceMonitor") }).toEqual({ appName, scraped: isScraped });
      expect(check("kubeconform", kubeconformArguments(), { input: manifests })).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
    }
  });

  test("actionlint, zizmor, shellcheck, hadolint, promtool", () => {
    const workflows = those(/\/\.github\/workflows\//);
    checkTexts("actionlint", ["-shellcheck", "shellcheck"], workflows);
    const zizmor = ["--offline", "--persona", "pedantic", "--no-progress"];
    const atGitHub = those(/\/\.github\/(workflows\/|dependabot)/);
    const isOne = ({ scope }: Written) => scope.services.length === 1;
    checkTexts("zizmor", zizmor, atGitHub.filter(isOne));
    const several = atGitHub.filter((one) => !isOne(one)); // one workflow calls another there
    checkTexts("zizmor", [...zizmor, "--min-severity", "medium"], several);
    checkTexts("shellcheck", ["--shell=sh", "--external-sources", "--source-path=SCRIPTDIR"], those(/\.sh$/));
    checkTexts("hadolint", [], those(/\/Dockerfile$/));
    checkTexts("promtool", ["check", "rules", "--lint=all", "--lint-fatal"], those(/\/files\/rules\.yaml$/));
  });
});

import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ejectedPortfolio, resolvePortfolio } from "../../src/portfolio/portfolio";
import { repositoriesOf } from "../../src/portfolio/repositories";
import { folderPages } from "../../src/synthesis/folder-pages";
import { renderRepository } from "../../src/synthesis/render-portfolio";
import { customise, linkTool } from "../doors/support/synth";
import { command, readTree, sh } from "../support/command";
import { matrix } from "../support/matrix";
import { type Generated, generateEjected, generateFresh } from "../support/portfolio";
import { threeEnvironments, threeServices } from "../support/several";
import { stage } from "../support/stage";

jest.setTimeout(60_000);

const SPEAKS_OF_IT = /projen|create-devops-portfolio|CREATE_DEVOPS/i;
const commitAll = "git init --quiet --initial-branch=main && git add --all && git -c user.name=A -c user.email=a@b commit --quiet -m x";

/** A portfolio as a person has it: three repositories with everything committed. */
function committed(): Generated {
  const portfolio = generateFresh();
  for (const folder of foldersOf(portfolio)) sh(folder, commitAll);
  return portfolio;
}

const foldersOf = ({ app, infra, docs }: Generated) => [app, infra, docs];
const commit = (folder: string) => sh(folder, commitAll);
const eject = (folder: string, ...args: string[]) => command(["eject", folder, ...args]);

test.each([...Object.entries(matrix), ["three services", threeServices] as const, ["three environments", threeEnvironments] as const])(
  "%s: nothing that is written speaks of the tool, and no file of it is there",
  (_, options) => {
    const portfolio = ejectedPortfolio(resolvePortfolio({ owner: "Octo-Org", ...options }));
    for (const { role, name, service } of repositoriesOf(portfolio)) {
      const tree = renderRepository(portfolio, role, `/nowhere/${name}`, service);
      expect([...tree.keys()].filter((path) => path.startsWith(".projen"))).toEqual([]);
      // The check of the docs repository knows the tasks of repositories that have them.
      const texts = [...tree].filter(([path]) => !path.startsWith("scripts/check/"));
      for (const [path, { content }] of texts) {
        const line = content.split("\n").find((text) => SPEAKS_OF_IT.test(text));
        expect({ path, line }).toEqual({ path, line: undefined });
      }
    }
  },
);

test("the repositories of a portfolio go on by themselves: one commit each, and their own checks are green", () => {
  const portfolio = committed();
  for (const { name, content } of folderPages(resolvePortfolio({ owner: "Octo-Org" }))) writeFileSync(join(portfolio.root, name), content);
  const before = foldersOf(portfolio).map(readTree);
  expect(eject(portfolio.infra, "--dry-run")).toMatchObject({ status: 0, stdout: expect.stringContaining("changed  README.md") });
  expect(foldersOf(portfolio).map(readTree)).toEqual(before);

  const { status, stdout, stderr } = eject(portfolio.root, "--commit", "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { repositories, mentions } = JSON.parse(stdout);
  // The pages beside the repositories are in none of them, and the person's.
  const lines = (name: string) => readFileSync(join(portfolio.root, name), "utf8").split("\n");
  for (const place of mentions)
    expect(lines(basename(place.replace(/:\d+$/, "")))[Number(place.match(/\d+$/)[0]) - 1]).toMatch(SPEAKS_OF_IT);
  expect(mentions.map((place: string) => basename(place.replace(/:\d+$/, "")))).toEqual(
    expect.arrayContaining(["README.md", "PUBLISHING.md"]),
  );
  expect(repositories.map((repository: { committed: boolean; mentions: string[] }) => [repository.committed, repository.mentions])).toEqual(
    Array(3).fill([true, []]),
  );
  for (const folder of foldersOf(portfolio)) {
    expect(sh(folder, "git status --porcelain && git log --format=%s")).toBe("Go on without create-devops-portfolio\nx\n");
    expect([".projen", ".projenrc.ts"].filter((path) => existsSync(join(folder, path)))).toEqual([]);
  }
  // What the doctor proved is asked by kubectl and jq alone.
  for (const file of ["scripts/verify.sh", ".github/workflows/deploy.yaml"])
    expect(readFileSync(join(portfolio.infra, file), "utf8")).not.toMatch(/\bnode\b|doctor/);
  expect(eject(portfolio.infra)).toMatchObject({ status: 2, stderr: expect.stringContaining("no repository of a portfolio") });
});

test("what a person wrote goes along: edits, deleted files, code in .projenrc.ts, and own files, which are named where they speak of the tool", () => {
  const portfolio = committed();
  const { infra } = portfolio;
  customise(infra, 'project.setValue("helm/express-app/values.yaml", "revisionHistoryLimit", 7);');
  linkTool(infra);
  sh(infra, "node .projen/synth.mjs");
  expect(command(["own", "helm/express-app/README.md"], { cwd: infra }).status).toBe(0);
  sh(infra, "node .projen/synth.mjs");
  appendFileSync(join(infra, "scripts/up.sh"), "# mine\n");
  writeFileSync(join(infra, "README.md"), `mine\n${readFileSync(join(infra, "README.md"), "utf8")}`);
  rmSync(join(infra, "scripts/status.sh"));
  commit(infra);
  const { status, stdout } = eject(infra);
  expect(status).toBe(0);
  const text = (path: string) => readFileSync(join(infra, path), "utf8");
  expect(text("scripts/up.sh")).toMatch(/# mine\n$/);
  expect(text("README.md")).toMatch(/^mine\n/);
  expect(text("README.md")).not.toMatch(SPEAKS_OF_IT);
  expect(text("helm/express-app/values.yaml")).toContain("revisionHistoryLimit: 7");
  expect(existsSync(join(infra, "scripts/status.sh"))).toBe(false);
  expect(stdout).toContain(`${infra}/helm/express-app/README.md:`);
  // Nobody was asked for a commit: it is for the person to make.
  expect(sh(infra, "git status --porcelain")).toContain(" D .projenrc.ts");
});

test("nothing is written while something is not committed, lies in no git repository, or cannot be told from the tool's text", () => {
  const portfolio = committed();
  const { infra } = portfolio;
  const refused = (message: string) => {
    const before = foldersOf(portfolio).map(readTree);
    expect(eject(portfolio.docs)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
    expect(foldersOf(portfolio).map(readTree)).toEqual(before);
  };
  appendFileSync(join(infra, "README.md"), "mine\n");
  refused(`${infra} has changes that are not committed (README.md)`);
  const readme = join(infra, "README.md");
  writeFileSync(readme, readFileSync(readme, "utf8").replace("## Which files can I edit", "## Which files may I edit"));
  commit(infra);
  refused("README.md: you and the tool changed the same lines");
  rmSync(join(infra, ".git"), { recursive: true });
  refused(`${infra} is no git repository`);
});

test("npx projen eject is the same in one repository", () => {
  const [one, other] = [committed(), committed()];
  linkTool(one.infra);
  sh(one.infra, "node .projen/synth.mjs", { PROJEN_EJECTING: "true" });
  expect(eject(other.infra).status).toBe(0);
  expect(readTree(one.infra)).toEqual(readTree(other.infra));
});

describe("verify.sh of an ejected repository", () => {
  const { infra } = generateEjected();
  /** @param wrong what the cluster answers otherwise than a healthy one */
  const verify = (wrong: NodeJS.ProcessEnv = {}) =>
    stage("verify", ["--timeout", "1"], {
      infra,
      env: { READY: "2", RELEASE: "monitoring", NAMES: "http", SCRAPED: "2", ...wrong },
      more: {
        sleep: "",
        kubectl: `case "$*" in
          *readyReplicas*) echo "$READY" ;;
          *metadata.name*) [ -z "\${HIDDEN:-}" ] || { echo Forbidden >&2; exit 1; }; echo express-app ;;
          *labels.release*) echo "$RELEASE" ;;
          *endpoints*) echo metrics ;;
          *spec.ports*) echo "$NAMES metrics" ;;
          *proxy*) echo "{\\"data\\":{\\"result\\":[{\\"metric\\":{},\\"value\\":[1.5,\\"$SCRAPED\\"]}]}}" ;;
        esac`,
      },
    });

  test("is content where Prometheus scrapes every ready pod", async () => {
    expect(await verify()).toMatchObject({ status: 0, stderr: expect.stringContaining("scrapes 2 of 2 pods") });
  });

  test("does not take a ServiceMonitor that it may not see for one that is not there", async () => {
    expect(await verify({ HIDDEN: "1" })).toMatchObject({
      status: 3,
      stdout: "",
      stderr: expect.stringContaining("cannot see the ServiceMonitors in namespace monitoring with the credentials of context"),
    });
  });

  test.each([
    ["deployment", { READY: "" }],
    ["servicemonitor-labels", { RELEASE: "" }],
    ["prometheus", { SCRAPED: "1" }],
  ])("names the broken link %s", async (link, wrong) => {
    expect(await verify(wrong)).toMatchObject({ status: 1, stdout: expect.stringContaining(`BROKEN: ${link}: `) });
  });
});

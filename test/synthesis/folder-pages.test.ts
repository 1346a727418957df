import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../src/cli/commands";
import { FOLDER_PAGES } from "../../src/portfolio/collisions";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { repositoriesOf } from "../../src/portfolio/repositories";
import { createPortfolio } from "../../src/synthesis/create-portfolio";
import { folderPages } from "../../src/synthesis/folder-pages";
import { locationsIn } from "../../src/workspace/locations";
import { projectsOf } from "../../src/workspace/projects";
import { inProcess } from "../support/in-process";
import { temporaryFolder } from "../support/portfolio";
import { threeEnvironments, threeServices } from "../support/several";

/** A portfolio as create writes it: its folder, the names of its repositories and the pages beside them. */
async function created(options: Partial<PortfolioOptions> = {}, git = false) {
  const portfolio = resolvePortfolio({ owner: "Octo-Org", ...options });
  const home = join(temporaryFolder(), "p");
  await createPortfolio(portfolio, home, { git });
  const pages = ["README.md", "PUBLISHING.md"].map((name) => readFileSync(join(home, name), "utf8"));
  return { home, names: repositoriesOf(portfolio).map(({ name }) => name), pages, apps: portfolio.services };
}

const missing = (home: string, paths: readonly string[]) => paths.filter((path) => !existsSync(join(home, path)));
const all = (pages: readonly string[], pattern: RegExp) => pages.flatMap((page) => [...page.matchAll(pattern)]);

test("no repository is called as a page is, in whatever case", () => {
  expect(folderPages(resolvePortfolio({ owner: "ada" })).map(({ name }) => name)).toEqual([...FOLDER_PAGES]);
  for (const infraRepository of ["README.md", "publishing.MD"])
    expect(() => resolvePortfolio({ owner: "ada", infraRepository })).toThrow(/infraRepository.*beside the repositories/);
});

describe.each<[what: string, options: Partial<PortfolioOptions>]>([
  ["the default portfolio", {}],
  ["a front end on EKS", { runtime: "static", cluster: "eks", pages: true }],
  ["an image elsewhere", { registry: "registry.example.com:5000/team" }],
  ["a container without metrics", { runtime: "container", appName: "shop", healthPath: "/health" }],
  ["three services", threeServices],
  ["services in three environments", threeEnvironments],
])("the pages in the folder of %s", (_, options) => {
  test("name every repository, and everything that they lead to or start is there", async () => {
    const { home, names, pages, apps } = await created(options);
    for (const page of pages) for (const name of names) expect(page).toContain(`\`${name}\``);
    expect(
      missing(
        home,
        all(pages, /\]\((?!https?:)([^)#]+)/g).map(([, path]) => path),
      ),
    ).toEqual([]);
    expect(
      missing(
        home,
        all(pages, /cd (\S+) && \.\/(scripts\/\S+?)\)/g).map(([, folder, script]) => join(folder, script)),
      ),
    ).toEqual([]);
    const compose = all(pages, /cd (\S+) && docker compose (?:--file (\S+) )?up/g);
    expect(compose).toHaveLength(1);
    expect(
      missing(
        home,
        compose.map(([, folder, file = "compose.yaml"]) => join(folder, file)),
      ),
    ).toEqual([]);
    const used = all(pages, /npx create-devops-portfolio (\w+)/g).map(([, name]) => name);
    expect(used.filter((name) => !commands.has(name))).toEqual([]);
    expect(used).toEqual(expect.arrayContaining(["status", "sync", "add", "doctor", "publish"]));
    const pushed = all(pages, /git -C (\S+) push --set-upstream origin main/g).map(([, name]) => name);
    expect(pushed).toEqual([...apps.map(({ repository }) => repository), ...names.slice(apps.length)]);
    for (const page of pages) expect(page).not.toMatch(/undefined|\[object|<%|\n\n\n/);
  });
});

test("the page for those without gh says what the registry, the cluster and the site need", async () => {
  const [, plain] = (await created()).pages;
  expect(plain).toContain("make it public");
  expect(plain).not.toContain("Settings, Pages");
  const [, more] = (await created({ cluster: "eks", pages: true, registry: "registry.example.com/team" })).pages;
  expect(more).toContain("`REGISTRY_PASSWORD`");
  expect(more).toContain("`AWS_ROLE_ARN`");
  expect(more).toContain("Settings, Pages");
});

describe("the pages are in nobody's way", () => {
  test("a folder with them is that of three repositories, with or without git", async () => {
    const { home } = await created();
    expect(locationsIn(home, "").map(({ shown }) => shown)).toEqual(["devops-portfolio-project", "express-app", "infra-k8s"]);
    // Folders of one repository, of which there is no .git, have pages as well.
    rmSync(join(home, "express-app/.github"), { recursive: true });
    expect(locationsIn(home, "")).toHaveLength(1);
  });

  // The doctor's tests hold each of them against its own (test/doctor/healthy.test.ts).
  test("each of two such folders in one folder is its own portfolio, with or without git", async () => {
    const root = temporaryFolder();
    const { home, names: own } = await created({}, true);
    for (const name of ["one", "two"]) cpSync(home, join(root, name), { recursive: true });
    writeFileSync(join(root, "notes.md"), "Mine.\n");
    const [one, two] = ["one", "two"].map((name) => [...own].sort().map((repository) => `${name}/${repository}`));
    const seen = () => {
      const locations = locationsIn(root, "");
      return [locations, ...projectsOf(locations)].map((some) => some.map(({ shown }) => shown));
    };
    expect(seen()).toEqual([[...one, ...two], one, two]);
    for (const repository of [...one, ...two]) rmSync(join(root, repository, ".git"), { recursive: true });
    expect(seen()).toEqual([[...one, ...two], one, two]);
  });

  test("they stay as they are, or away, whatever is run there", async () => {
    const { home } = await created({}, true);
    writeFileSync(join(home, "README.md"), "mine\n");
    rmSync(join(home, "PUBLISHING.md"));
    for (const args of [["status"], ["add", "service", "web", "--no-install", "--no-git"], ["sync"], ["remove", "service", "web"]]) {
      expect({ args, ...(await inProcess(args, home)) }).toMatchObject({ args, status: 0, stderr: "" });
    }
    expect(readFileSync(join(home, "README.md"), "utf8")).toBe("mine\n");
    expect(existsSync(join(home, "PUBLISHING.md"))).toBe(false);
  });
});

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { siblingsOf } from "../../src/repositories/neighbours";
import { readRecord } from "../../src/repositories/record";
import { createPortfolio } from "../../src/synthesis/create-portfolio";
import { renderPortfolio } from "../../src/synthesis/render-portfolio";
import { readTree, sh } from "../support/command";
import { inProcess } from "../support/in-process";
import { temporaryFolder } from "../support/portfolio";

const quick = ["--no-install", "--no-git"];

/** A portfolio on disk as `create` writes it. */
async function written(options: Partial<PortfolioOptions> = {}, git = false): Promise<string> {
  const home = join(temporaryFolder(), "p");
  await createPortfolio(resolvePortfolio({ owner: "ada", ...options }), home, { git });
  return home;
}

/** What `create` would write. */
function treeOf(options: Partial<PortfolioOptions>): Record<string, string> {
  const repositories = renderPortfolio(resolvePortfolio({ owner: "ada", ...options }), join(temporaryFolder(), "p"));
  const files = repositories.flatMap(({ name, tree }) =>
    [...tree].map(([path, { content, executable }]) => [`${name}/${path}`, `${executable ? "x" : "-"} ${content}`] as const),
  );
  return Object.fromEntries(files);
}

/** The files of the repositories, but for the list of what is managed, whose text depends on no option, and what identifies a portfolio. */
const withoutRecords = (tree: Record<string, string>) =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => path.includes("/") && !/\.projen\/(written|portfolio)\.json$/.test(path)));

const two: Partial<PortfolioOptions> = {
  services: [{ name: "shop-api" }, { name: "web", runtime: "flask", calls: ["shop-api"], nodePort: 30006 }],
};

describe("add", () => {
  test("makes of a portfolio of one service what create makes of two, from any of its repositories", async () => {
    const home = await written({ appName: "shop-api" });
    const { status, stdout, stderr } = await inProcess(
      ["add", "service", "web", "--runtime=flask", "--calls=shop-api", ...quick],
      join(home, "infra-k8s"),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("../web: made.");
    const expected = treeOf(two);
    const actual = readTree(home);
    // Tests of one service's alerts lie elsewhere when there are several.
    expect(withoutRecords(actual)).toEqual(withoutRecords(expected));
    const ids = ["shop-api", "web", "infra-k8s", "devops-portfolio-project"].map((name) => readRecord(join(home, name))?.id);
    expect(new Set(ids).size).toBe(1);
  });

  test("adds an environment beside that of the only service, whose deployment stays as it is", async () => {
    const home = await written({ appName: "shop" });
    const before = readTree(join(home, "infra-k8s"));
    expect((await inProcess(["add", "environment", "prod", "--cluster=gke", "--replicas=4"], home)).status).toBe(0);
    const after = readTree(join(home, "infra-k8s"));
    for (const path of ["helm/shop/values.yaml", "environments/minikube/shop/values.yaml"]) expect(after[path]).toBe(before[path]);
    expect(after["environments/prod/shop/defaults.yaml"]).toContain("replicas: 4");
    expect(readRecord(join(home, "shop"))?.options.environments).toEqual([
      { name: "minikube", cluster: "minikube", replicas: 2, namespace: "<service>" },
      { name: "prod", cluster: "gke", replicas: 4 },
    ]);
  });

  test("gives the new service a repository of git with its first commit, and leaves the changes of the others to be looked at", async () => {
    const home = await written({}, true);
    expect((await inProcess(["add", "service", "web", "--no-install"], home)).status).toBe(0);
    expect(sh(join(home, "web"), "git log --format=%s && git status --porcelain")).toBe("Start from create-devops-portfolio\n");
    expect(sh(join(home, "infra-k8s"), "git status --porcelain .projenrc.ts")).toBe(" M .projenrc.ts\n");
  });

  test("loses no edit: of a managed file, of the options, of code in .projenrc.ts", async () => {
    const home = await written({ services: [{ name: "shop" }, { name: "stock" }] });
    const [infra, docs, app] = ["infra-k8s", "devops-portfolio-project", "shop"].map((name) => join(home, name));
    appendFileSync(join(infra, "README.md"), "\nMine.\n");
    const rc = join(docs, ".projenrc.ts");
    writeFileSync(rc, readFileSync(rc, "utf8").replace('    { name: "stock"', '    // Counts.\n    { name: "stock"'));
    appendFileSync(join(app, ".projenrc.ts"), "// more\n");
    const { status, stdout } = await inProcess(["add", "service", "web", ...quick], home);
    expect(status).toBe(0);
    expect(stdout).toMatch(/infra-k8s: \d+ files changed, 1 merged with your edits \(README\.md\)/);
    expect(stdout).toContain("shop: 1 file changed. Its .projenrc.ts says more than the options: run npx projen there for the rest.");
    expect(readFileSync(join(infra, "README.md"), "utf8")).toMatch(/\| web \|[\s\S]*\nMine\.\n$/);
    expect(readFileSync(rc, "utf8")).toMatch(/\/\/ Counts\.\n {4}\{ name: "stock", .*\},\n {4}\{ name: "web", .*\},\n/);
    expect(readFileSync(join(app, ".projenrc.ts"), "utf8")).toMatch(/name: "web"[\s\S]*\/\/ more\n$/);
  });

  test("shows with --dry-run what it would do, and does nothing", async () => {
    const home = await written();
    const before = readTree(home);
    const { stdout } = await inProcess(["add", "service", "web", "--dry-run"], home);
    expect(stdout).toMatch(/^\+\+\+ b?\/?express-app\/\.projenrc\.ts$/m);
    expect(stdout).toContain('+    { name: "web", runtime: "express", repository: "web", port: 8080, nodePort: 30006 },');
    expect(stdout).toContain("web/ would be made:\n");
    const json = JSON.parse((await inProcess(["add", "service", "web", "--dry-run", "--json"], home)).stdout);
    expect(json).toMatchObject({ kind: "service", name: "web", dryRun: true, created: [{ folder: join(home, "web") }], waiting: [] });
    expect(json.changed.map(({ folder }: { folder: string }) => folder).sort()).toEqual(
      ["devops-portfolio-project", "express-app", "infra-k8s"].map((name) => join(home, name)),
    );
    expect(readTree(home)).toEqual(before);
  });

  test.each<[string[], string]>([
    [["service", "shop"], 'the service: "shop" is also services[0].name'],
    [["service", "Web"], 'the service: "Web" is not a DNS label'],
    [["service", "web", "--node-port=30005"], "--node-port: 30005 is also services[0].nodePort"],
    [["service", "web", "--calls=shpo"], '--calls: "shpo" is no service of the portfolio: name shop; did you mean shop?'],
    [
      ["service", "web", "--app-repository=infra-k8s"],
      'infraRepository: "infra-k8s" is also --app-repository; the repositories need different names',
    ],
    [["service", "web", "--cluster=gke"], "--cluster says nothing of a new service, which takes --runtime"],
    [["environment", "prod", "--app-namespace=shop"], '--app-namespace: "shop" is also'],
    [["environment", "prod", "--ingress-host=a.example.com"], '--ingress-host: "a.example.com" needs exposure ingress'],
    [["environment", "prod", "--calls=shop"], "--calls says nothing of a new environment"],
    [["service"], "add needs a name"],
    [["services", "web"], 'add knows no kind "services": give one of service, environment; did you mean service?'],
  ])("%j is refused, and nothing is written", async (words, message) => {
    const home = await written({ appName: "shop", environments: [{ name: "here", namespace: "<service>" }] });
    const before = readTree(home);
    const { status, stderr } = await inProcess(["add", ...words, "--no-install"], home);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(readTree(home)).toEqual(before);
  });

  test.each<[string, (home: string) => void, string]>([
    [
      "a folder in the way",
      (home) => mkdirSync(join(home, "web")),
      "web is in the way: move it, or give the repository another name (--app-repository)",
    ],
    [
      "options of another repository that differ",
      (home) => {
        const record = join(home, "infra-k8s/.projen/portfolio.json");
        writeFileSync(record, readFileSync(record, "utf8").replace('"replicas": 2', '"replicas": 4'));
      },
      "differ in replicas: run npx create-devops-portfolio sync in the one that is right, then this again",
    ],
    [
      "options that were changed and not yet taken over",
      (home) => {
        const rc = join(home, "infra-k8s/.projenrc.ts");
        writeFileSync(rc, readFileSync(rc, "utf8").replace("replicas: 2", "replicas: 3"));
      },
      'not those of its last npx projen. Run npx projen there; if they are right, write by hand, in each repository:\n  services: [\n    { name: "shop"',
    ],
    [
      "a file of the user's where a managed one comes",
      (home) => {
        mkdirSync(join(home, "infra-k8s/helm/web"), { recursive: true });
        writeFileSync(join(home, "infra-k8s/helm/web/Chart.yaml"), "mine\n");
      },
      "infra-k8s: helm/web/Chart.yaml is a file of yours, where a managed one belongs.",
    ],
  ])("with %s nothing is written", async (_, disturb, message) => {
    const home = await written({ appName: "shop" });
    disturb(home);
    const before = readTree(home);
    const { status, stderr } = await inProcess(["add", "service", "web", ...quick], home);
    expect(stderr).toContain(message);
    expect(status).not.toBe(0);
    expect(readTree(home)).toEqual(before);
  });

  test("outside of a portfolio, and between several, it is said where to go", async () => {
    const [one, other] = [await written(), await written({ owner: "bob" })];
    sh(one, `cp -r '${join(other, "infra-k8s")}' other`);
    expect((await inProcess(["add", "service", "web"], temporaryFolder())).stderr).toContain("run this in one, or in the folder above");
    expect((await inProcess(["add", "service", "web"], one)).stderr).toContain("holds repositories of several portfolios");
  });

  test("what is not here is said", async () => {
    const home = await written();
    rmSync(join(home, "devops-portfolio-project"), { recursive: true });
    expect((await inProcess(["add", "service", "web", ...quick], home)).stdout).toContain("devops-portfolio-project does not lie here");
  });
});

describe("remove", () => {
  test("takes back what add did, byte for byte, and leaves the repository of the service", async () => {
    const home = await written({ services: [{ name: "shop" }, { name: "stock" }] });
    const before = readTree(home);
    await inProcess(["add", "service", "web", ...quick], home);
    const web = readTree(join(home, "web"));
    const { status, stdout } = await inProcess(["remove", "service", "web"], join(home, "shop"));
    expect(status).toBe(0);
    expect(stdout).toContain("../web: stays as it is, and is no part of the portfolio any more.");
    expect(stdout).toContain("web in minikube: if it runs in Minikube, remove it with helm uninstall web --namespace web");
    const after = readTree(home);
    expect(Object.fromEntries(Object.entries(after).filter(([path]) => !path.startsWith("web/")))).toEqual(before);
    expect(existsSync(join(home, "infra-k8s/helm/web"))).toBe(false);
    const changed = Object.entries(readTree(join(home, "web")))
      .filter(([path, text]) => web[path] !== text)
      .map(([path]) => path);
    expect(changed).toEqual([".projen/portfolio.json"]);
  });

  test("and add of the same service again takes its repository back, with all that was written there", async () => {
    const home = await written({ services: [{ name: "shop" }, { name: "web", runtime: "flask", calls: ["shop"], nodePort: 30006 }] });
    const before = readTree(home);
    const [web, add] = [join(home, "web"), ["add", "service", "web", "--calls=shop", "--node-port=30006", ...quick]];
    appendFileSync(join(web, "app/app.py"), "# mine\n");
    await inProcess(["remove", "service", "web"], home);
    expect((await inProcess(["add", "service", "web", ...quick], home)).stderr).toContain("the service is written for flask");
    expect((await inProcess(["add", "service", "page", "--app-repository=web", ...quick], home)).stderr).toContain(
      "is in the way with the code of web, a service that was removed: move it, or give the repository another name",
    );
    const { status, stdout } = await inProcess([...add, "--runtime=flask"], home);
    expect(stdout).toContain("web lies here from before, and is part of the portfolio again");
    expect(status).toBe(0);
    const mine = { ...before, "web/app/app.py": `${before["web/app/app.py"]}# mine\n` };
    expect(readTree(home)).toEqual(mine);
    expect((await inProcess(["sync", join(home, "infra-k8s")], home)).stdout).toContain("web: ");
  });

  test("a service that comes back to a .projenrc.ts with more in it is part of the portfolio before its npx projen", async () => {
    const home = await written({ services: [{ name: "shop" }, { name: "web" }] });
    appendFileSync(join(home, "web/.projenrc.ts"), "// more\n");
    await inProcess(["remove", "service", "web"], home);
    const { stdout } = await inProcess(["add", "service", "web", ...quick], home);
    expect(stdout).toContain("run npx projen there for the rest");
    expect(readRecord(join(home, "web"))?.removed).toBeUndefined();
  });

  test("of the first service leaves the others theirs, which no sync gives to another", async () => {
    const home = await written({ services: [{ name: "shop" }, { name: "stock" }] });
    const { status, stdout } = await inProcess(["remove", "service", "shop"], home);
    expect(status).toBe(0);
    expect(stdout).not.toContain("stock in minikube: its");
    const shop = readTree(join(home, "shop"));
    const record = readRecord(join(home, "infra-k8s"));
    expect(record && siblingsOf(join(home, "infra-k8s"), record, () => {}).map(({ folder }) => folder)).toEqual([
      join(home, "devops-portfolio-project"),
      join(home, "stock"),
    ]);
    expect((await inProcess(["sync", join(home, "infra-k8s")], home)).status).toBe(0);
    expect(readTree(join(home, "shop"))).toEqual(shop);
    expect((await inProcess(["add", "service", "web", ...quick], join(home, "shop"))).stderr).toContain(
      "a service that the portfolio has no more",
    );
    expect((await inProcess(["add", "service", "web", ...quick], home)).status).toBe(0);
  });

  test("keeps what the user wrote about what goes", async () => {
    const home = await written({ environments: [{ name: "staging" }, { name: "prod", cluster: "gke" }] });
    const values = join(home, "infra-k8s/environments/prod/express-app/values.yaml");
    appendFileSync(values, "logLevel: debug\n");
    const { stdout } = await inProcess(["remove", "environment", "prod"], home);
    expect(stdout).toContain("environments/prod/express-app/values.yaml is yours, and stays.");
    expect(readFileSync(values, "utf8")).toMatch(/logLevel: debug\n$/);
    expect(existsSync(join(home, "infra-k8s/environments/prod/express-app/image.yaml"))).toBe(false);
  });

  test("says what it means for those that stay", async () => {
    const home = await written({ environments: [{ name: "blue" }, { name: "green" }] });
    const { stdout } = await inProcess(["remove", "environment", "blue", "--dry-run"], home);
    expect(stdout).toContain("express-app in green: its node port is 30005, no more 30105");
  });

  test.each<[string[], string]>([
    [["service", "express-app"], "express-app is the only service"],
    [["environment", "minikube"], "minikube is the only environment"],
    [["environment", "minkube"], "did you mean minikube?"],
  ])("%j is refused", async (words, message) => {
    const home = await written();
    const before = readTree(home);
    const { status, stderr } = await inProcess(["remove", ...words], home);
    expect({ status, isSaid: stderr.includes(message) }).toEqual({ status: 2, isSaid: true });
    expect(readTree(home)).toEqual(before);
  });
});

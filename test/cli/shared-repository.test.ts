import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { readRecord } from "../../src/repositories/record";
import { withCalledService } from "../../src/synthesis/called-service";
import { createPortfolio } from "../../src/synthesis/create-portfolio";
import { renderPortfolio } from "../../src/synthesis/render-portfolio";
import { readTree } from "../support/command";
import { inProcess } from "../support/in-process";
import { temporaryFolder } from "../support/portfolio";

const container = { runtime: "container", repository: "shop", healthPath: "/healthz" } as const;
const api = { ...container, name: "api", dockerfile: "api/Dockerfile" };
const web = { ...container, name: "web", dockerfile: "web/Dockerfile", calls: ["api"], nodePort: 30007 };
const stock = { name: "stock" };
const ofWeb = ["--runtime=container", "--dockerfile=web/Dockerfile", "--health-path=/healthz", "--calls=api", "--no-install", "--no-git"];

async function written(services: PortfolioOptions["services"]): Promise<string> {
  const home = join(temporaryFolder(), "p");
  await createPortfolio(resolvePortfolio({ owner: "ada", services }), home, { git: false });
  return home;
}

/** What `create` would write, but for what identifies a portfolio. */
function treeOf(services: PortfolioOptions["services"]): Record<string, string> {
  const repositories = renderPortfolio(resolvePortfolio({ owner: "ada", services }), join(temporaryFolder(), "p"));
  return Object.fromEntries(
    repositories.flatMap(({ name, tree }) =>
      [...tree].map(([path, { content, executable }]) => [`${name}/${path}`, `${executable ? "x" : "-"} ${content}`] as const),
    ),
  );
}

const withoutRecords = (tree: Record<string, string>) =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => path.includes("/") && !/\.projen\/(written|portfolio)\.json$/.test(path)));

const upToDate = async (home: string) => {
  const { status, stdout } = await inProcess(["sync", join(home, "infra-k8s")]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.not.stringMatching(/: (synced|created|refused|written anew)/) });
  expect((await inProcess(["status", home])).stdout).not.toMatch(/outdated|changed|conflict/);
};

test("a service is added to a repository that is there, and to nothing else on disk", async () => {
  const home = await written([stock, api]);
  mkdirSync(join(home, "shop/web"));
  writeFileSync(join(home, "shop/web/mine.txt"), "mine\n");
  const { status, stdout, stderr } = await inProcess(["add", "service", "web", "--app-repository=shop", ...ofWeb], home);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).not.toContain("made.");
  expect(stdout).toMatch(/^shop: \d+ files changed\.$/m);
  const { "shop/web/mine.txt": mine, ...tree } = withoutRecords(readTree(home));
  expect(mine).toBe("- mine\n");
  expect(tree).toEqual(withoutRecords(treeOf([stock, api, web])));
  await upToDate(home);
});

test("one that goes takes only its own part, and the repository stays as long as one is left in it", async () => {
  const home = await written([stock, api, web]);
  const { status, stdout } = await inProcess(["remove", "service", "web"], home);
  expect(status).toBe(0);
  expect(stdout).not.toContain("stays as it is");
  expect(withoutRecords(readTree(home))).toEqual(withoutRecords(treeOf([stock, api])));
  await upToDate(home);
  expect((await inProcess(["remove", "service", "api"], home)).stdout).toContain(
    "shop: stays as it is, and is no part of the portfolio any more.",
  );
  expect(readRecord(join(home, "shop"))?.removed).toBe(true);
});

test("the first of them can go, too: the repository is then called after the next one", async () => {
  const home = await written([stock, { ...api, nodePort: 30006 }, { ...web, calls: [] }]);
  expect(readFileSync(join(home, "shop/.projenrc.ts"), "utf8")).toContain('}, "api");');
  expect((await inProcess(["remove", "service", "api"], home)).status).toBe(0);
  expect(readFileSync(join(home, "shop/.projenrc.ts"), "utf8")).toContain('}, "web");');
  expect(readRecord(join(home, "shop"))).toMatchObject({ role: "app", service: "web" });
  expect(withoutRecords(readTree(home))).toEqual(withoutRecords(treeOf([stock, { ...web, calls: [] }])));
  await upToDate(home);
});

test("the first service of the portfolio can go out of its repository", async () => {
  const home = await written([api, stock, { ...web, calls: [] }]);
  expect((await inProcess(["remove", "service", "api"], home)).status).toBe(0);
  expect(readFileSync(join(home, "shop/.projenrc.ts"), "utf8")).toMatch(/AppRepository\.forService\(\{[\s\S]*\}, "web"\);/);
  await upToDate(home);
});

test("what a person writes into the options of one repository reaches the others by sync", async () => {
  const home = await written([stock, api]);
  const rc = join(home, "infra-k8s/.projenrc.ts");
  const item =
    '{ name: "web", runtime: "container", repository: "shop", port: 8080, nodePort: 30007, dockerfile: "web/Dockerfile", healthPath: "/healthz" }';
  writeFileSync(rc, readFileSync(rc, "utf8").replace(/(\{ name: "api".*\},)\n/, `$1\n    ${item},\n`));
  expect((await inProcess(["sync", join(home, "infra-k8s")])).status).toBe(0);
  expect(JSON.parse(readFileSync(join(home, "shop/contract.json"), "utf8")).services.map(({ name }: { name: string }) => name)).toEqual([
    "api",
    "web",
  ]);
  expect(existsSync(join(home, "web"))).toBe(false);
  // A repository that is not there is written once, with both.
  rmSync(join(home, "shop"), { recursive: true });
  await inProcess(["sync", join(home, "infra-k8s")]);
  expect(JSON.parse(readFileSync(join(home, "shop/contract.json"), "utf8")).services).toHaveLength(2);
});

test("a repository that a runtime fills takes no other service, and none moves into another by its option", async () => {
  const home = await written([stock, api, { ...web, repository: "web" }]);
  const before = readTree(home);
  const added = await inProcess(["add", "service", "page", "--app-repository=stock", ...ofWeb], home);
  expect(added.status).toBe(2);
  expect(added.stderr).toContain("only services with the runtime container share one, and stock has the runtime express: choose another");
  expect(readTree(home)).toEqual(before);
  const rc = join(home, "web/.projenrc.ts");
  writeFileSync(rc, readFileSync(rc, "utf8").replace('repository: "web"', 'repository: "shop"'));
  const { status, stderr } = await inProcess(["sync", join(home, "web")]);
  expect(status).not.toBe(0);
  expect(stderr).toContain(
    "To move a service there: npx create-devops-portfolio remove service web, then add service web --app-repository shop",
  );
});

test.each([
  ["new AppRepository({ a: 1 })", undefined, "web", 'AppRepository.forService({ a: 1 }, "web")'],
  ["AppRepository.forService({ a: 1 }, 'api')", "api", "web", 'AppRepository.forService({ a: 1 }, "web")'],
  ['AppRepository.forService(\n  { a: 1 },\n  "api",\n)', "api", undefined, "new AppRepository({ a: 1 })"],
  ["make({ a: 1 }, name)", "api", "web", undefined],
])("in %s the service is changed, or it is a person's way", (call, before, after, expected) => {
  const source = (text: string) =>
    `import { AppRepository } from "create-devops-portfolio";\n\nconst project = ${text};\n\nproject.synth();\n`;
  expect(withCalledService(source(call), before, after)).toBe(expected && source(expected));
});

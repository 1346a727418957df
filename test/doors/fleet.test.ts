import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { command, readTree, repositoryRoot } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");
const quick = ["--owner", "Octo-Org", "--no-git"];

/** A file with a list of portfolios. */
function fleetFile(members: readonly Record<string, unknown>[]): string {
  const file = join(temporaryFolder(), "fleet.json");
  writeFileSync(file, JSON.stringify(members));
  return file;
}

const services = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    appName: `service-${index}`,
    infraRepository: `infra-${index}`,
    docsRepository: `docs-${index}`,
    nodePort: 30000 + index,
    runtime: index % 2 ? "flask" : "express",
  }));

/** Processor time and memory that a fleet takes. */
function cost(count: number): { seconds: number; megabytes: number } {
  const target = join(temporaryFolder(), "fleet");
  const measure = `process.once("exit", () => { const { userCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write(JSON.stringify({ seconds: userCPUTime / 1e6, megabytes: maxRSS / 1024 })) });
    process.argv[1] = ${JSON.stringify(bin)}; void require(${JSON.stringify(join(repositoryRoot, "dist/cli.js"))}).main();`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", measure, bin, target, "--config", fleetFile(services(count)), ...quick], {
    encoding: "utf8",
  });
  expect(status).toBe(0);
  return JSON.parse(stderr);
}

describe("a fleet", () => {
  test("is the same portfolios as one by one", () => {
    const target = join(temporaryFolder(), "fleet");
    const config = fleetFile([
      { appName: "shop", port: 9000 },
      { appName: "till", runtime: "flask", directory: "tills", infraRepository: "i", docsRepository: "d", nodePort: 30006 },
    ]);
    expect(command([target, "--config", config, ...quick])).toMatchObject({ status: 0, stdout: `Wrote 2 portfolios in ${target}.\n` });
    expect(readdirSync(target).sort()).toEqual(["shop", "tills"]);
    const alone = temporaryFolder();
    command([join(alone, "shop"), "--app-name=shop", "--port=9000", ...quick, "--no-install"]);
    const till = ["--app-name=till", "--runtime=flask", "--infra-repository=i", "--docs-repository=d", "--node-port=30006"];
    command([join(alone, "till"), ...till, ...quick, "--no-install"]);
    const withoutPin = (folder: string) =>
      Object.fromEntries(Object.entries(readTree(folder)).filter(([path]) => !path.endsWith(".projen/package.json")));
    expect(withoutPin(join(target, "shop"))).toEqual(withoutPin(join(alone, "shop")));
    expect(withoutPin(join(target, "tills"))).toEqual(withoutPin(join(alone, "till")));
  });

  test("has options in common by flags", () => {
    const target = join(temporaryFolder(), "fleet");
    command([target, "--config", fleetFile(services(2)), ...quick, "--cluster=gke", "--json"]);
    expect(readdirSync(target)).toHaveLength(2);
    for (const name of readdirSync(target)) {
      const { options } = JSON.parse(readFileSync(join(target, name, name, ".projen/portfolio.json"), "utf8"));
      expect(options).toMatchObject({ owner: "Octo-Org", cluster: "gke", appName: name });
    }
  });

  test("is refused whole when one of it is wrong, with everything that is", () => {
    const target = join(temporaryFolder(), "fleet");
    const config = fleetFile([
      { appName: "a" },
      { appName: "B" },
      { appName: "c", directory: "../x" },
      { appName: "a", port: 80 },
      { appName: "a" },
    ]);
    const { status, stderr } = command([target, "--config", config, ...quick]);
    expect(status).toBe(2);
    expect(stderr).toContain('portfolio 2: appName: "B"');
    expect(stderr).toContain(
      'portfolio 3: directory: "../x" is not the plain name of a folder: letters, digits, dots, hyphens and underscores',
    );
    expect(stderr).toContain("portfolio 4: port: 80 is not a whole number");
    expect(stderr).toContain("portfolios 1 and 5 share the folder a: give each directory of its own");
    expect(existsSync(target)).toBe(false);
  });

  test("is refused when portfolios would share what only one can have, with their numbers", () => {
    const target = join(temporaryFolder(), "fleet");
    const config = fleetFile([
      { appName: "shop", owner: "ada", directory: "Team" },
      { appName: "till", owner: "Ada", directory: "team", docsRepository: "docs" },
      { appName: "desk", owner: "grace", nodePort: 30007 },
      { appName: "desk", owner: "alan", directory: "desk2", registry: "ghcr.io/grace", cluster: "gke" },
    ]);
    const { status, stderr } = command(["fleet", target, "--config", config, "--no-git"]);
    expect(status).toBe(2);
    expect(stderr.split("\n").filter((line) => line.startsWith("portfolios"))).toEqual([
      "portfolios 1 and 2 share the folder Team: give each directory of its own",
      "portfolios 1 and 2 share the repository ada/infra-k8s: give each infraRepository of its own",
      "portfolios 1 and 2 share the node port 30005 on Minikube: give each nodePort of its own",
      "portfolios 3 and 4 share the image ghcr.io/grace/desk: give each appName or registry of its own",
    ]);
    expect(existsSync(target)).toBe(false);
  });

  test("takes flags before its entries, and guesses no owner where each has one", () => {
    const target = join(temporaryFolder(), "fleet");
    const config = fleetFile(services(2).map((service) => ({ ...service, owner: "ada", cluster: "gke" })));
    const env = { GH_CONFIG_DIR: temporaryFolder() };
    writeFileSync(join(env.GH_CONFIG_DIR, "hosts.yml"), "github.com:\n    user: grace\n");
    const { stderr } = command(["fleet", target, "--config", config, "--cluster=eks", "--no-git"], { env });
    expect(stderr).toBe("");
    const { options } = JSON.parse(readFileSync(join(target, "service-1/service-1/.projen/portfolio.json"), "utf8"));
    expect(options).toMatchObject({ owner: "ada", cluster: "eks" });
  });

  test("goes on where an earlier run of this very list stopped", () => {
    const target = join(temporaryFolder(), "fleet");
    command(["fleet", target, "--config", fleetFile(services(2)), ...quick]);
    const before = readTree(target);
    const { status, stdout } = command(["fleet", target, "--config", fleetFile(services(3)), ...quick]);
    expect(status).toBe(0);
    expect(stdout).toBe(`Wrote 1 portfolios in ${target}. Skipped 2 that were there: service-0, service-1.\n`);
    expect(readTree(target)).toMatchObject(before);
    // Another portfolio in its place is none of this list.
    const other = command(["fleet", target, "--config", fleetFile(services(2)), ...quick, "--replicas=3"]);
    expect(other).toMatchObject({ status: 2, stderr: expect.stringContaining("portfolio 1: ") });
  });

  test("says at the end which of it could not be written, and leaves those out whole", async () => {
    const target = join(temporaryFolder(), "fleet");
    const child = spawn(process.execPath, [bin, target, "--config", fleetFile(services(20)), ...quick]);
    let [output, errors] = ["", ""];
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (errors += text));
    // Somebody else puts something where the last one is to go, after that was found to be free.
    while (!existsSync(join(target, "service-0"))) await sleep(5);
    mkdirSync(join(target, "service-19"));
    writeFileSync(join(target, "service-19/theirs"), "");
    const status = await new Promise((resolve) => child.once("close", resolve));
    expect(errors).toMatch(/^1 failed:\n {2}service-19: cannot write .*service-19: somebody else has just put something there/m);
    expect(output).toBe(`Wrote 19 portfolios in ${target}.\n`);
    expect(status).toBe(1);
    expect(readdirSync(join(target, "service-19"))).toEqual(["theirs"]);
    expect(readdirSync(target)).toHaveLength(20);
  });

  test("shows what it would do with --dry-run and does not do it", () => {
    const target = join(temporaryFolder(), "fleet");
    const { stdout } = command([target, "--config", fleetFile(services(3)), ...quick, "--dry-run", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      directory: target,
      dryRun: true,
      written: ["service-0", "service-1", "service-2"],
      skipped: [],
      failures: [],
    });
    expect(existsSync(target)).toBe(false);
  });

  test("holds whole portfolios only, whenever it is killed", async () => {
    const target = join(temporaryFolder(), "fleet");
    const child = spawn(process.execPath, [bin, target, "--config", fleetFile(services(60)), ...quick], { stdio: "ignore" });
    while (!existsSync(join(target, "service-3"))) await sleep(20);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    const sizes = readdirSync(target)
      .filter((name) => !name.startsWith("."))
      .map((name) => readdirSync(join(target, name)).length);
    expect(sizes.length).toBeGreaterThanOrEqual(4);
    expect(sizes.every((size) => size === 5)).toBe(true);
  });

  test("takes time in proportion to its size and memory that does not grow with it", () => {
    const [none, some, many] = [1, 20, 80].map(cost);
    const each = (some.seconds - none.seconds) / 19;
    expect((many.seconds - none.seconds) / 79).toBeLessThan(each * 1.5);
    expect(many.megabytes).toBeLessThan(some.megabytes + 60);
  });
});

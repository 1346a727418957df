import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { command, readTree, repositoryRoot, sh } from "../support/command";
import { inProcess } from "../support/in-process";
import { temporaryFolder } from "../support/portfolio";

const quick = ["--yes", "--owner", "Octo-Org", "--no-git", "--no-install"];
const repositories = ["devops-portfolio-project", "express-app", "infra-k8s"];
const everything = [...repositories, "PUBLISHING.md", "README.md"].sort();

describe("the directory", () => {
  test("gets the three repositories, each with a first commit of everything", () => {
    const directory = join(temporaryFolder(), "deep/er/portfolio");
    const { status, stdout } = command([directory, "--yes", "--owner", "Octo-Org", "--no-install"]);
    expect(status).toBe(0);
    expect(readdirSync(directory).sort()).toEqual(everything);
    for (const repository of repositories) {
      const folder = join(directory, repository);
      expect(sh(folder, "git status --porcelain")).toBe("");
      expect(sh(folder, "git log --format=%s")).toBe("Start from create-devops-portfolio\n");
      expect(sh(folder, "git branch --show-current")).toBe("main\n");
    }
    for (const door of ["See it", "Change it", "On Minikube", "On GitHub"]) expect(stdout).toMatch(new RegExp(`^${door} `, "m"));
    expect(stdout.split("\n").filter((line) => line.length > 80 && !line.includes(directory))).toEqual([]);
  });

  test("may exist if it is empty", async () => {
    const directory = temporaryFolder();
    expect((await inProcess([directory, ...quick])).status).toBe(0);
    expect(readdirSync(directory).sort()).toEqual(everything);
  });

  test("must not hold anything", async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "mine"), "");
    const { status, stderr } = await inProcess([directory, ...quick]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${directory} is not empty (it holds mine): choose a new or empty directory`);
    expect(readdirSync(directory)).toEqual(["mine"]);
  });

  test("gets nothing from --dry-run, which shows exactly what would come", async () => {
    const parent = temporaryFolder();
    const dry = await inProcess([join(parent, "x"), ...quick, "--dry-run", "--json"]);
    expect(readdirSync(parent)).toEqual([]);
    const real = await inProcess([join(parent, "x"), ...quick, "--json"]);
    const plan = JSON.parse(dry.stdout);
    expect(plan).toEqual({ ...JSON.parse(real.stdout), dryRun: true });
    for (const { name, files } of plan.repositories) {
      expect(files.map(({ path }: { path: string }) => path)).toEqual(Object.keys(readTree(join(parent, "x", name))).sort());
    }
    expect((await inProcess([join(parent, "y"), ...quick, "--dry-run"])).stdout).toMatch(/managed +\.github\/workflows\/ci\.yaml/);
  });
});

describe("what is wrong", () => {
  const refused = async (args: string[]) => {
    const parent = temporaryFolder();
    const { status, stderr } = await inProcess([join(parent, "x"), "--yes", ...args]);
    expect(readdirSync(parent)).toEqual([]);
    return { status, stderr };
  };

  test("is said all at once, with exit code 2 and nothing written", async () => {
    const { status, stderr } = await refused(["--owner=a--b", "--port=80", "--cluster=gkee"]);
    expect(status).toBe(2);
    expect(stderr).toContain('owner: "a--b" is not a GitHub login');
    expect(stderr).toContain("port: 80 is not a whole number from 1024 to 65535");
    expect(stderr).toContain('cluster: "gkee" is not one of minikube, gke, eks; did you mean gke?');
    expect(stderr).toContain("Nothing was written.");
  });

  test.each([
    [["--nodeport", "30007"], "--nodeport is not a flag of create; did you mean --node-port?"],
    [["--port"], "--port needs a value"],
    [["--port", "--yes"], "--port needs a value"],
    [["--yes=1"], "--yes takes no value"],
    [["--port=many"], 'port: "many" is not a whole number'],
    [["a", "b"], "create takes one directory, but got"],
    [
      ["--owner=ada", "--registry", "octocat"],
      "is not the host of a registry: one has a dot, a port up to 65535, or is localhost; for Docker Hub, give docker.io/octocat",
    ],
    [["--config", "src/../package.json"], "is not an option"],
    [["--config", "/nowhere.yaml"], "cannot read --config /nowhere.yaml: ENOENT"],
  ])("%j is refused", async (args, message) => {
    const { status, stderr } = await refused(args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test("leaves the disk untouched for anything that is refused", async () => {
    const wrong = fc.constantFrom("appName", "owner", "registry", "infraRepository", "ingressHost", "port", "runtime");
    await fc.assert(
      fc.asyncProperty(wrong, fc.constantFrom("../x", "A B", "${{ x }}", "{{ .x }}", "a\nb", "'", '"', ""), async (option, value) => {
        const { status } = await refused(["--owner=ada", `--${option}=${value}`]);
        expect(status).toBe(2);
      }),
      { numRuns: 20 },
    );
  });
});

describe("options", () => {
  const portfolioOf = async (args: string[], env = {}) => {
    const directory = join(temporaryFolder(), "x");
    const { status, stderr } = await inProcess([directory, "--yes", "--no-git", "--no-install", "--json", ...args], undefined, env);
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    const [app] = readdirSync(directory).filter((name) => name.endsWith("-app"));
    return { stderr, options: JSON.parse(readFileSync(join(directory, app, ".projen/portfolio.json"), "utf8")).options };
  };

  test("come from flags in both spellings", async () => {
    const { options } = await portfolioOf(["--owner=ada", "--node-port=30123", "--latencyTargetMs", "300", "--platforms=linux/arm64"]);
    expect(options).toMatchObject({ nodePort: 30123, latencyTargetMs: 300, platforms: ["linux/arm64"] });
  });

  test.each([
    ["options.yaml", "owner: ada\nruntime: flask\nreplicas: 3\n"],
    ["options.json", '{"owner": "ada", "runtime": "flask", "replicas": 3}'],
  ])("come from %s, and flags win", async (name, text) => {
    const file = join(temporaryFolder(), name);
    writeFileSync(file, text);
    expect((await portfolioOf(["--config", file, "--replicas=4"])).options).toMatchObject({ owner: "ada", runtime: "flask", replicas: 4 });
  });

  test.each([
    ["with a byte order mark", Buffer.from('\ufeff{"owner": "ada", "replicas": 3}')],
    ["without", Buffer.from('{"owner": "ada", "replicas": 3}')],
  ])("come from a file %s", async (_, content) => {
    const file = join(temporaryFolder(), "options.json");
    writeFileSync(file, content);
    expect((await portfolioOf(["--config", file])).options).toMatchObject({ owner: "ada", replicas: 3 });
  });

  test.each([
    ["UTF-16", Buffer.from('\ufeff{"owner": "ada"}', "utf16le"), "is UTF-16: save it as UTF-8"],
    ["UTF-16 without a mark", Buffer.from("owner: ada", "utf16le"), "is UTF-16: save it as UTF-8"],
    ["Latin-1", Buffer.from("author: \u00c5da", "latin1"), "is not UTF-8"],
    ["what every object inherits", Buffer.from("__proto__: 1\nconstructor: 2\nowner: ada\n"), "constructor: is not an option"],
  ])("are refused in %s", async (_, content, message) => {
    const file = join(temporaryFolder(), "options.yaml");
    writeFileSync(file, content);
    expect(await inProcess(["x", "--yes", "--config", file], temporaryFolder())).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(message),
    });
  });

  test("that will work, but perhaps not as meant, are warned of", async () => {
    const directory = join(temporaryFolder(), "x");
    const args = [directory, "--yes", "--owner=ada", "--no-git", "--no-install", "--cluster=gke", "--exposure=nodePort", "--replicas=1"];
    expect((await inProcess(args)).stderr).toMatch(
      /^Warning: exposure nodePort on GKE: .*\nWarning: replicas 1 with an availabilityTarget of 99.9/m,
    );
    expect(JSON.parse((await inProcess([`${directory}2`, ...args.slice(1), "--json"])).stdout).warnings).toHaveLength(2);
  });

  test("take the owner from gh's configuration, and say so", async () => {
    const config = temporaryFolder();
    writeFileSync(join(config, "hosts.yml"), "github.com:\n    git_protocol: https\n    user: Ada-L\n    users:\n        Ada-L:\n");
    const { options, stderr } = await portfolioOf([], { GH_CONFIG_DIR: config });
    expect(options.owner).toBe("Ada-L");
    expect(stderr).toContain("Owner: Ada-L, from gh's configuration. Change it with --owner.");
  });
});

test("--version and --help answer, and the help names every option", async () => {
  expect((await inProcess(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { stdout } = await inProcess(["--help"]);
  const { services: _, environments: __, ...flat } = JSON.parse((await inProcess(["schema"])).stdout).properties; // lists are for files
  for (const name of Object.keys(flat)) {
    expect(stdout).toContain(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <`);
  }
});

test("schema prints the JSON Schema that the package carries", () => {
  const schema = JSON.parse(command(["schema"]).stdout);
  expect(schema).toEqual(JSON.parse(readFileSync(join(repositoryRoot, "src/portfolio/options.schema.json"), "utf8")));
  expect(schema.required).toEqual(["owner"]);
});

test("a list in --config makes several portfolios, all validated before the first is written", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "fleet.yaml");
  writeFileSync(file, "- { owner: ada, appName: shop }\n- { owner: ada, appName: Till }\n");
  const target = join(folder, "fleet");
  mkdirSync(target);
  expect(await inProcess([target, "--config", file, "--no-git"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('portfolio 2: appName: "Till"'),
  });
  expect(readdirSync(target)).toEqual([]);
  writeFileSync(file, "- { owner: ada, appName: shop }\n- { owner: grace, appName: till, runtime: flask, nodePort: 30006 }\n");
  expect((await inProcess([target, "--config", file, "--no-git"])).status).toBe(0);
  expect(readdirSync(target).sort()).toEqual(["shop", "till"]);
});

test("the command asks nothing without a terminal, even without --yes", () => {
  const { status } = spawnSync(
    process.execPath,
    [join(repositoryRoot, "bin/create-devops-portfolio.js"), join(temporaryFolder(), "x"), "--owner=ada", "--no-git", "--no-install"],
    {
      stdio: ["ignore", "ignore", "ignore"],
      timeout: 20_000,
    },
  );
  expect(status).toBe(0);
});

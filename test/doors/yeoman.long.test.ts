import { appendFileSync, chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { readTree, walk } from "../support/command";
import { installDoors } from "./support/doors";
import type { Outcome, User } from "./support/user";

let user: User;
let yo: string;
let command: string;

beforeAll(() => {
  ({ user, yo, command } = installDoors());
}, 300_000);

afterAll(() => user.leave());

const quiet = "--yes --owner Octo-Org --skip-install";

/** What Yeoman says of each file. */
function statuses(output: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [, status, file] of output.matchAll(/^ *(create|identical|conflict|force|skip|remove|delete) (\S+)/gm)) {
    found[status] = [...(found[status] ?? []), file];
  }
  return found;
}

const originals = new Map<string, string>();

/** A folder of the user's with what a generator wrote. */
function written(options = "", name = "devops-portfolio"): string {
  const key = `${name} ${options}`;
  const original = originals.get(key) ?? user.folder();
  if (!originals.has(key)) user.run(original, `${yo} ${name} ${quiet} ${options}`);
  originals.set(key, original);
  const folder = user.folder();
  user.run(folder, `cp -a ${original}/. .`);
  return folder;
}

describe("the files", () => {
  test.each([
    "",
    "--runtime flask --cluster gke --exposure ingress --ingress-host app.example.com",
    "--platforms linux/arm64 --availability-target 99.95 --latencyTargetMs=300",
  ])("are those of the command, byte for byte (%s)", (options) => {
    const byYeoman = written(options);
    const byCommand = user.folder();
    user.run(byCommand, `${command} here --yes --owner Octo-Org --no-git --no-install ${options}`);
    expect(readTree(byYeoman)).toEqual(readTree(join(byCommand, "here")));
  });

  test.each([
    ["service", "express-app"],
    ["infra", "infra-k8s"],
    ["docs", "devops-portfolio-project"],
  ])("of :%s are those of that repository", (generator, repository) => {
    const whole = written();
    expect(readTree(written("", `devops-portfolio:${generator}`))).toEqual(readTree(join(whole, repository)));
  });
});

describe("a second run", () => {
  test("reports every file as identical, and changes none", () => {
    const folder = written("", "devops-portfolio:infra");
    const before = readTree(folder);
    const { managed } = byOwner(folder);
    const found = statuses(user.run(folder, `${yo} devops-portfolio:infra ${quiet}`));
    expect(Object.keys(found)).toEqual(["identical"]);
    expect(found.identical).toEqual(expect.arrayContaining(managed));
    expect(readTree(folder)).toEqual(before);
    expect(walk(folder).every((file) => (statSync(file).mode & 0o200) !== 0)).toBe(true);
  });

  test("does so in a clone with markers, where git has made managed files writable, and makes them read-only again", () => {
    const folder = written("--markers true", "devops-portfolio:docs");
    for (const file of walk(folder)) chmodSync(file, statSync(file).mode | 0o200);
    expect(Object.keys(statuses(user.run(folder, `${yo} devops-portfolio:docs ${quiet}`)))).toEqual(["identical"]);
    expect(statSync(join(folder, "README_TECH.md")).mode & 0o222).toBe(0);
  });

  test("shows what is different and changes nothing with --dry-run, and aborts where nobody can be asked", () => {
    const folder = written("", "devops-portfolio:infra");
    const before = readTree(folder);
    const dry = user.run(folder, `${yo} devops-portfolio:infra --yes --dry-run --node-port 30077`);
    expect(statuses(dry).conflict).toEqual(
      expect.arrayContaining([".projen/portfolio.json", ".projenrc.ts", "helm/express-app/values.yaml"]),
    );
    expect(dry).toMatch(/^\S*-\s+nodePort: 30005,$/m);
    expect(dry).toMatch(/^\S*\+\s+nodePort: 30077,$/m);
    expect(readTree(folder)).toEqual(before);
    const { status } = user.try(folder, `${yo} devops-portfolio:infra --yes --skip-install --node-port 30077`);
    expect(status).not.toBe(0);
    expect(readTree(folder)).toEqual(before);
  });

  test("carries other options over with --force, keeps what is the user's and removes what is stale", () => {
    const folder = written("", "devops-portfolio:service");
    appendFileSync(join(folder, "src/app.ts"), "// mine\n");
    appendFileSync(join(folder, "README.md"), "mine too\n");
    rmSync(join(folder, "compose.yaml"));
    const record = join(folder, ".projen/written.json");
    const stale = JSON.stringify({ deflated: deflateRawSync("stale\n").toString("base64") });
    writeFileSync(record, readFileSync(record, "utf8").replace("{\n", `{\n  "stale.yaml": ${stale},\n`));
    writeFileSync(join(folder, "stale.yaml"), "stale\n");
    user.run(folder, `${yo} devops-portfolio:service ${quiet} --force --port 9000`);
    expect(readFileSync(join(folder, ".projenrc.ts"), "utf8")).toContain("port: 9000");
    expect(JSON.parse(readFileSync(join(folder, "contract.json"), "utf8")).port).toBe(9000);
    expect(readFileSync(join(folder, "src/app.ts"), "utf8")).toContain("// mine");
    expect(existsSync(join(folder, "stale.yaml"))).toBe(false);
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    expect(readme).toContain("9000");
    expect(readme).toMatch(/\nmine too\n$/);
    expect(existsSync(join(folder, "compose.yaml"))).toBe(false);
  });

  test("that is killed while it writes is ended by the next one, and no file is half written", () => {
    const folder = written("", "devops-portfolio:service");
    const fatal = join(user.folder(), "fatal.cjs");
    writeFileSync(
      fatal,
      `const fs = require("node:fs"); const { renameSync } = fs;
       fs.renameSync = (from, to) => (String(to).endsWith("/contract.json") ? process.kill(process.pid, "SIGKILL") : renameSync(from, to));`,
    );
    chmodSync(fatal, 0o644);
    const killed = user.try(folder, `NODE_OPTIONS="--require ${fatal}" ${yo} devops-portfolio:service ${quiet} --force --port 9000`);
    expect(killed.status).not.toBe(0);
    const states = ["compose.yaml", "contract.json"].map((file) => readFileSync(join(folder, file), "utf8").includes("9000"));
    expect(new Set(states).size).toBe(2); // it was in the middle of it
    user.run(folder, `${yo} devops-portfolio:service ${quiet} --port 9000`);
    expect(readTree(folder)).toEqual(readTree(written("--port 9000", "devops-portfolio:service")));
  });

  test("leaves a repository alone whose .projenrc.ts is the user's", () => {
    const folder = written("", "devops-portfolio:docs");
    appendFileSync(join(folder, ".projenrc.ts"), "// mine\n");
    const before = readTree(folder);
    const output = user.run(folder, `${yo} devops-portfolio:docs ${quiet} --title Other --force`);
    expect(output).toContain("run npx projen");
    expect(readTree(folder)).toEqual(before);
  });
});

describe("a portfolio that is there", () => {
  test.each(["inside", "in the folder of", "beside"])(
    "gives its options to a repository that is made %s it, and nothing is asked",
    (place) => {
      const folder = written("--platforms linux/arm64 --availability-target 99.95 --latencyTargetMs=300");
      const infra = join(folder, "infra-k8s");
      const expected = readTree(infra);
      renameSync(infra, join(user.folder(), "elsewhere"));
      const from = { inside: join(folder, "express-app"), "in the folder of": folder, beside: infra }[place] as string;
      if (place === "beside") user.run(folder, "mkdir infra-k8s");
      // Without --yes: a question would have no answer and end the run.
      user.run(from, `${yo} devops-portfolio:infra --skip-install`);
      expect(readTree(infra)).toEqual(expected);
      expect(readdirSync(folder).sort()).toEqual(["PUBLISHING.md", "README.md", "devops-portfolio-project", "express-app", "infra-k8s"]);
    },
  );

  test("of several services is not asked what the list of them says", () => {
    const folder = user.folder();
    const options = { owner: "Octo-Org", services: [{ name: "shop" }, { name: "web", runtime: "flask" }] };
    user.run(folder, `echo '${JSON.stringify(options)}' > several.json; ${command} p --yes --config several.json --no-git --no-install`);
    const infra = join(folder, "p/infra-k8s");
    const expected = readTree(infra);
    rmSync(infra, { recursive: true });
    user.run(join(folder, "p"), `${yo} devops-portfolio:infra --skip-install`);
    expect(readTree(infra)).toEqual(expected);
  });

  test("gets one more service from :service, as from the command, and is written anew without a new name", () => {
    const byYeoman = written();
    const byCommand = user.folder();
    user.run(byCommand, `cp -a ${byYeoman}/. .`);
    const infra = join(byYeoman, "infra-k8s");
    const flags = "--runtime flask --node-port 30050";
    user.run(infra, `${yo} devops-portfolio:service --yes --skip-install --app-name web ${flags} --dry-run`);
    expect(readTree(byYeoman)).toEqual(readTree(byCommand));
    const output = user.run(infra, `${yo} devops-portfolio:service --yes --skip-install --app-name web ${flags}`);
    expect(output).toContain("../web: made.");
    user.run(byCommand, `${command} add service web ${flags} --no-install`);
    expect(readTree(byYeoman)).toEqual(readTree(byCommand));
    const web = join(byYeoman, "web");
    expect(Object.keys(statuses(user.run(web, `${yo} devops-portfolio:service --yes --skip-install`)))).toEqual(["identical"]);
  });

  test("keeps the files that were taken over: in each repository its own", () => {
    const folder = written();
    const [infra, docs] = ["infra-k8s", "devops-portfolio-project"].map((name) => join(folder, name));
    user.run(infra, `${command} own README.md`);
    const ownIn = (repository: string) => /own: .*/.exec(readFileSync(join(repository, ".projenrc.ts"), "utf8"))?.[0];
    const output = user.run(infra, `${yo} devops-portfolio ${quiet} --force --port 9000`);
    expect(output).not.toContain("differs from");
    expect(ownIn(infra)).toBe('own: ["README.md"],');
    user.run(docs, `${yo} devops-portfolio ${quiet} --force --port 9001`);
    expect(ownIn(infra)).toBe('own: ["README.md"],');
    expect([docs, join(folder, "express-app")].map(ownIn)).toEqual([undefined, undefined]);
  });

  test("is said to disagree with itself when it does", () => {
    const folder = written();
    rmSync(join(folder, "infra-k8s"), { recursive: true });
    const record = join(folder, "devops-portfolio-project/.projen/portfolio.json");
    chmodSync(record, 0o644);
    writeFileSync(record, readFileSync(record, "utf8").replace("30005", "30006"));
    expect(user.run(folder, `${yo} devops-portfolio:infra --skip-install`)).toMatch(
      /devops-portfolio-project differs from \S+express-app in nodePort/,
    );
  });
});

describe("questions", () => {
  const enter = "\r";

  test("come from the schema, and their answers are remembered", async () => {
    const folder = user.folder();
    const keys = [...Array(12).keys()].map((index) => (index === 0 ? `\u0015Grace-H${enter}` : enter));
    const { status, output } = await user.type(folder, `${yo} devops-portfolio:docs --skip-install`, keys);
    expect(output).toContain("Which runtime should the service use?");
    expect(status).toBe(0);
    const { options } = JSON.parse(readFileSync(join(folder, ".projen/portfolio.json"), "utf8"));
    expect(options).toMatchObject({
      owner: "Grace-H",
      runtime: "express",
      appName: "express-app",
      cluster: "minikube",
      exposure: "nodePort",
    });
    expect(existsSync(join(folder, ".yo-rc.json"))).toBe(false);

    const again = user.folder();
    await user.type(again, `${yo} devops-portfolio:docs --skip-install`, Array(12).fill(enter));
    expect(JSON.parse(readFileSync(join(again, ".projen/portfolio.json"), "utf8")).options.owner).toBe("Grace-H");
  }, 240_000);
});

describe("what is wrong", () => {
  const refused = (flags: string): Outcome => {
    const folder = user.folder();
    const outcome = user.try(folder, `${yo} devops-portfolio:infra --yes --skip-install ${flags}`);
    expect(readdirSync(folder)).toEqual([]);
    expect(outcome.status).not.toBe(0);
    expect(outcome.output).not.toMatch(/^\s+at /m);
    return outcome;
  };

  test("all wrong options are said at once", () => {
    const { output } = refused("--owner a--b --port 80");
    expect(output).toContain('owner: "a--b" is not a GitHub login');
    expect(output).toContain("port: 80 is not a whole number from 1024 to 65535");
  });

  test.each([
    ["--owner ada --nodeprt 30001", "--nodeprt is not a flag; did you mean --node-port?"],
    ["--owner", "--owner needs a value"],
  ])("%s is refused", (flags, message) => expect(refused(flags).output).toContain(message));
});

test("--help lists every option that can be a flag, with its default", () => {
  const output = user.run(user.folder(), `${yo} devops-portfolio --help`);
  const { properties } = JSON.parse(user.run(user.folder(), `${command} schema`));
  const flags = Object.keys(properties).filter((name) => !properties[name].items?.properties);
  expect(flags).toContain("nodePort");
  for (const name of flags) expect(output).toContain(`--${name} `);
});

function byOwner(folder: string): { managed: string[]; seeded: string[] } {
  const recorded: string[] = JSON.parse(readFileSync(join(folder, ".projen/files.json"), "utf8")).files;
  const managed = recorded.filter((path) => existsSync(join(folder, path))); // projen lists one that it does not write
  return { managed, seeded: Object.keys(readTree(folder)).filter((path) => !managed.includes(path)) };
}

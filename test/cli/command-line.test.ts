import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Flag } from "../../src/cli/command";
import { commands } from "../../src/cli/commands/index";
import { flagsOf } from "../../src/cli/flags";
import { refuseEatenFlags } from "../../src/cli/npm-flags";
import { parse } from "../../src/cli/parse";
import { UsageError } from "../../src/usage-error";
import { command, sh } from "../support/command";
import { inProcess } from "../support/in-process";
import { temporaryFolder } from "../support/portfolio";

const read = (...argv: string[]) => parse(argv, commands);

// Each has a bundle of its own, with classes of its own.
test.each([["drill"], ["doctor", "--live"], ["doctor", "snapshot"]])("%s %s says in a sentence that kubectl is missing", (...args) => {
  const missing = { status: 1, stdout: "", stderr: "kubectl is not installed: https://kubernetes.io/docs/tasks/tools/\n" };
  expect(command(args, { env: { PATH: "/nonexistent" } })).toEqual(missing);
});

describe("a command line", () => {
  test("without a command's name is create's, with a directory", () => {
    expect(read("shop", "--owner=ada", "--node-port", "30007", "--latencyTargetMs=300", "-y")).toEqual({
      word: undefined,
      args: { positionals: ["shop"], options: { owner: "ada", nodePort: 30007, latencyTargetMs: 300 }, flags: { yes: true } },
    });
  });

  test.each([["sync", "infra"], ["schema"], ["fleet", "services", "--config", "list.yaml"], ["completion", "fish"], ["create", "sync"]])(
    "%s %s is that command",
    (word, ...rest) => {
      expect(read(word, ...rest)).toMatchObject({ word, args: { positionals: rest.filter((_, index) => index === 0) } });
    },
  );

  test.each([
    [["--wait"], "300"],
    [["--wait", "--json"], "300"],
    [["--wait", "20"], "20"],
    [["--wait=0"], "0"],
  ])("doctor --live %j waits for %s seconds", (given, wait) =>
    expect(read("doctor", "--live", ...given).args.flags).toMatchObject({ live: true, wait }),
  );

  test("may give what looks like a command as a directory", () => {
    expect(read("./syn").args.positionals).toEqual(["./syn"]);
    expect(read("--", "sync")).toMatchObject({ word: undefined, args: { positionals: ["sync"] } });
  });

  test.each([
    ["syn", "syn is not a command; did you mean sync? For a directory of that name, give ./syn"],
    ["snyc", "did you mean sync?"],
    ["Schema", "did you mean schema?"],
    ["help", "did you mean --help?"],
    ["sync a b c", 'sync takes one repository, but got "a", "b", "c"'],
    ["schema x", 'schema takes no argument, but got "x"'],
    ["sync --replicas 4", "--replicas is not a flag of sync, but of create, adopt, add and fleet"],
    ["schema --port abc", "--port is not a flag of schema"],
    ["fleet --yes", "--yes is not a flag of fleet, but of create"],
    ["x --constructor", "--constructor is not a flag of create"],
    ["x --__proto__=1", "--__proto__ is not a flag of create"],
    ["x -q", "-q is not a flag of create"],
    ["x --nodeport 3", "--nodeport is not a flag of create; did you mean --node-port?"],
    ["x --port", "--port needs a value"],
    ["x --port --yes", "--port needs a value"],
    ["x --yes=1", '--yes takes no value, but got "1"'],
    ["x --port 80 --port=81", '--port is given twice, as "80" and "81"'],
    ["x --nodePort 30001 --node-port 30002", "given twice"],
    ["completion", "completion needs a shell: give one of bash, zsh, fish"],
    ["completion bsh", 'completion knows no shell "bsh": give one of bash, zsh, fish; did you mean bash?'],
  ])("%s is refused", (line, message) => {
    expect(() => read(...line.split(" "))).toThrow(UsageError);
    expect(() => read(...line.split(" "))).toThrow(message);
  });

  test("may say the same twice, and a value may start with a hyphen after an equals sign", () => {
    expect(read("--port=80", "--port", "80", "--title=-x-").args.options).toEqual({ port: 80, title: "-x-" });
  });

  const known = [...commands].flatMap(([name, found]) =>
    Object.keys(flagsOf(found))
      .map((flag) => `--${flag}`)
      .concat(name),
  );
  const inherited = ["constructor", "__proto__", "toString", "hasOwnProperty", "--constructor", "--__proto__", "--toString=1"];
  const words = fc.array(fc.oneof(fc.constantFrom(...known, ...inherited, "--", "-", "-y", "=", ""), fc.string()), { maxLength: 6 });

  test("is understood or refused with a sentence, whatever it is", () => {
    fc.assert(
      fc.property(words, (argv) => {
        try {
          const { word, args } = read(...argv);
          const found = commands.get(word ?? "create");
          expect(args.positionals.length).toBeLessThanOrEqual(
            args.flags.help || args.flags.version || found?.positionals.at(-1)?.many ? argv.length : (found?.positionals.length ?? 0),
          );
          for (const flag of Object.keys(args.flags)) expect(Object.keys(flagsOf(found!))).toContain(flag);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as Error).message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("means the same in any order of its flags", () => {
    const flags = [["--owner", "ada"], ["--port=8081"], ["-y"], ["--title", "T"], ["--no-git"]];
    const shuffled = fc.shuffledSubarray(flags, { minLength: flags.length });
    fc.assert(fc.property(shuffled, (some) => expect(read("x", ...some.flat())).toEqual(read("x", ...flags.flat()))));
  });

  test("is read before its command is known: flags of one name have one type and one short name", () => {
    const types = new Map<string, unknown>();
    for (const found of commands.values()) {
      for (const [name, { type, short }] of Object.entries<Flag>(flagsOf(found))) {
        expect(types.get(name) ?? { type, short }).toEqual({ type, short });
        types.set(name, { type, short });
      }
    }
  });
});

describe("the program", () => {
  test.each([["syn"], ["schema", "x"], ["sync", "a", "b"], ["x", "--constructor"], ["fleet"]])(
    "%s %s ends with 2 and writes nothing",
    (...argv) => {
      const cwd = temporaryFolder();
      expect(command(argv, { cwd })).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/Nothing was written.\n$/) });
      expect(readdirSync(cwd)).toEqual([]);
    },
  );

  test("helps with each command by itself", async () => {
    const { stdout } = command(["sync", "--help"]);
    expect(stdout).toMatch(/sync \[repository\] \[flags\][\s\S]*--dry-run/);
    expect(stdout).not.toContain("--replicas");
    for (const [name, { summary }] of commands) expect((await inProcess([name, "-h"])).stdout).toContain(summary);
  });

  test("takes a directory called constructor for what it is", () => {
    const cwd = temporaryFolder();
    expect(command(["constructor", "--owner=ada", "--no-git", "--no-install"], { cwd }).status).toBe(0);
    expect(readdirSync(join(cwd, "constructor"))).toEqual(expect.arrayContaining(["devops-portfolio-project", "express-app", "infra-k8s"]));
  });

  test("is quiet when nobody reads on, and says when its output has no place", () => {
    const bin = join(__dirname, "../../bin/create-devops-portfolio.js");
    const script = `node ${bin} schema 2>err | true; status=\${PIPESTATUS[0]}; cat err; exit $status`;
    expect(sh(temporaryFolder(), `bash -c '${script}'`)).toBe("");
    const full = `node ${bin} schema >/dev/full 2>err; echo $? && cat err`;
    if (existsSync("/dev/full")) expect(sh(temporaryFolder(), full)).toBe("1\nWhat was done cannot be printed: ENOSPC\n");
  });
});

describe("flags that npm took for itself", () => {
  const eaten =
    (env: Record<string, string>, ...argv: string[]) =>
    () =>
      refuseEatenFlags({ npm_command: "exec", ...env }, argv, commands);

  test("are refused", () => {
    expect(eaten({ npm_config_owner: "true" }, "x", "ada")).toThrow(/npm took --owner for itself: put -- before the flags/);
    expect(eaten({ npm_config_node_port: "30007" }, "x")).toThrow("--node-port");
    expect(eaten({ npm_config_nodeport: "30007" }, "x")).toThrow("--nodePort");
    expect(eaten({ npm_config_install: "" }, "x")).toThrow("--no-install");
    expect(eaten({ npm_config_dry_run: "true" }, "x")).toThrow("--dry-run");
    expect(eaten({ npm_config_json: "true" }, "x")).toThrow("npm took --json for itself");
    expect(eaten({ npm_config_registry: "docker.io" }, "x")).toThrow("npm took --registry for itself");
  });

  test("are not those that are npm's own, or that the command got", () => {
    expect(eaten({ npm_config_yes: "true", npm_config_registry: "https://npm.example.com", npm_config_git: "git" })).not.toThrow();
    expect(eaten({ npm_config_owner: "ada" }, "x", "--owner=grace")).not.toThrow();
    expect(eaten({ npm_command: undefined as unknown as string, npm_config_owner: "ada" })).not.toThrow();
  });

  test("are refused through npm itself, and taken after --", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "bin"));
    const run = (flags: string) =>
      `npm exec --offline --yes --call 'node ${join(__dirname, "../../bin/create-devops-portfolio.js")} x' ${flags} 2>&1; echo $?`;
    expect(sh(folder, run("--owner=ada --json --no-install"))).toMatch(
      /npm took (?=.*--owner)(?=.*--json)(?=.*--no-install).* for itself[\s\S]*\n2\n$/,
    );
    const after = `npm exec --offline --yes --package=${join(__dirname, "../..")} -- create-devops-portfolio x --owner=ada --no-git --no-install; echo $?`;
    expect(sh(folder, after)).toMatch(/Wrote express-app[\s\S]*\n0\n$/);
  });
});

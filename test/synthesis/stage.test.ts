import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decide } from "../../src/files/decide";
import { readRecord } from "../../src/repositories/record";
import { commitAll } from "../../src/synthesis/commit";
import { whyNoCommit } from "../../src/synthesis/no-commit";
import { command, sh } from "../support/command";
import { generateFresh } from "../support/portfolio";

const identity = "-c user.name=Ada -c user.email=ada@example.com";

/** An infra repository with a commit, on a file system as these settings say. */
function committed(settings: string) {
  const portfolio = generateFresh();
  for (const folder of [portfolio.app, portfolio.infra, portfolio.docs]) {
    sh(folder, `git init --quiet -b main && ${settings} && git add --all && git ${identity} commit --quiet -m one`);
  }
  const record = readRecord(portfolio.infra);
  if (!record) throw new Error("no record");
  return { ...portfolio, repository: { folder: portfolio.infra, record } };
}

const modes = (folder: string, ...paths: string[]) =>
  sh(folder, `git ls-tree HEAD ${paths.join(" ")} | cut -d' ' -f1`)
    .trim()
    .split("\n");

describe("scripts can be run from a commit that the tool makes", () => {
  test("where the file system knows no permissions, new ones and those that were committed without", async () => {
    const { infra, repository } = committed("git config core.fileMode false");
    expect(modes(infra, "scripts/up.sh")).toEqual(["100644"]);
    mkdirSync(join(infra, "new"));
    for (const file of ["new/a b.sh", "new/plain.txt"]) writeFileSync(join(infra, file), "#!/bin/sh\n", { mode: 0o644 });
    writeFileSync(join(infra, "scripts/up.sh"), "# another\n");
    expect(await commitAll(repository, "two")).toBeUndefined();
    expect(modes(infra, "'new/a b.sh'", "new/plain.txt", "scripts/up.sh", "scripts/smoke.sh")).toEqual([
      "100755",
      "100644",
      "100644",
      "100755",
    ]);
    expect(sh(infra, "git status --porcelain")).toBe("");
  });

  test("sync --commit", () => {
    const { infra } = committed("git config core.fileMode false");
    const written = readFileSync(join(infra, ".projen/written.json"), "utf8");
    const [, script] = /^ *"(scripts\/[\w-]+\.sh)":/m.exec(written) ?? [];
    if (!script) throw new Error("no script is managed");
    rmSync(join(infra, script));
    const without = written.split("\n").filter((line) => !line.trim().startsWith(`"${script}":`));
    writeFileSync(join(infra, ".projen/written.json"), without.join("\n"));
    sh(infra, `git ${identity} commit --quiet --all -m 'of a version without it'`);
    const { status, stderr } = command(["sync", infra, "--commit"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(modes(infra, script)).toEqual(["100755"]);
  });

  test("a right that a person took away stays away where there are any", async () => {
    const { infra, repository } = committed("true");
    chmodSync(join(infra, "scripts/up.sh"), 0o644);
    sh(infra, `git ${identity} commit --quiet --all -m 'not to be run'`);
    writeFileSync(join(infra, "scripts/up.sh"), "# another\n");
    expect(await commitAll(repository, "two")).toBeUndefined();
    expect(modes(infra, "scripts/up.sh")).toEqual(["100644"]);
  });
});

test("a script has the line endings that a shell takes, whatever other files have here", () => {
  const file = { content: "#!/bin/sh\ntrue\n\n\n\ntrue\n", executable: true, ownership: "managed" } as const;
  const disk = (content: string) => ({ content: Buffer.from(content), executable: true, isLink: false });
  const written = { content: file.content, executable: true };
  const onDisk = disk(file.content.replaceAll("\n", "\r\n"));
  expect(decide("a/b.sh", file, onDisk, written, true)).toEqual({ kind: "update", content: file.content });
  expect(decide("a/b.sh", file, disk(file.content), written, true)).toEqual({ kind: "same" });
  expect(decide("a/b.yaml", file, onDisk, written, true)).toEqual({ kind: "same" });
  const next = { ...file, content: "#!/bin/sh\nfalse\n\n\n\ntrue\n" };
  expect(decide("a/b.sh", next, onDisk, written, true)).toEqual({ kind: "update", content: next.content });
  const mine = disk("#!/bin/sh\r\ntrue\r\n\r\n\r\n\r\ntrue # mine\r\n");
  expect(String((decide("a/b.sh", next, mine, written, true) as { content: Buffer }).content)).toBe(
    "#!/bin/sh\nfalse\n\n\n\ntrue # mine\n",
  );
});

describe("a signature that fails", () => {
  test("is told with its reason and the way on, and what is written stays", () => {
    const { infra, app } = committed("true");
    const signer = join(infra, ".git/signer");
    writeFileSync(signer, "#!/bin/sh\necho 'gpg: signing failed: No agent running' >&2\nexit 2\n", { mode: 0o755 });
    sh(infra, `git config commit.gpgSign true && git config gpg.program '${signer}'`);
    const options = join(infra, ".projenrc.ts");
    writeFileSync(options, readFileSync(options, "utf8").replace("replicas: 2", "replicas: 3"));
    const { status, stderr } = command(["sync", infra, "--commit"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/infra-k8s: written, but not committed: it could not be signed, which commit\.gpgSign asks for \(/);
    expect(stderr).toContain("git config commit.gpgSign false");
    expect(stderr).toContain("git add --all && git commit");
    expect(sh(infra, "git log --format=%s && git status --porcelain .projenrc.ts")).toMatch(/^one\n.*\.projenrc\.ts/);
    expect(sh(app, "git log -1 --format=%s")).toBe("Change replicas\n");
  });

  test("has the reason that a newer git passes on, and nothing else is taken for one", () => {
    const says = (stderr: string) => whyNoCommit(Object.assign(new Error("git commit failed"), { stderr }));
    const newer =
      "error: gpg failed to sign the data:\n[GNUPG:] KEY_CONSIDERED 0 2\ngpg: signing failed: No agent running\n[GNUPG:] FAILURE sign 1\n\nfatal: failed to write commit object\n";
    expect(says(newer)).toMatch(/\(gpg: signing failed: No agent running\): start the agent/);
    expect(says("fatal: cannot lock ref 'HEAD'\n")).toBe("fatal: cannot lock ref 'HEAD'");
  });

  test.each([
    ["no program", "git config gpg.program /nowhere/gpg", /\/nowhere\/gpg.*No such file/],
    ["no key of ssh", "git config gpg.format ssh && git config user.signingKey /nowhere/key", /\/nowhere\/key/],
    [
      "nothing said",
      "printf '#!/bin/sh\\nexit 1\\n' >.git/s && chmod +x .git/s && git config gpg.program \"$PWD/.git/s\"",
      /echo \| gpg --clear-sign shows it/,
    ],
  ])("%s", async (_, settings, reason) => {
    const { infra, repository } = committed("true");
    sh(infra, `git config commit.gpgSign true && ${settings}`);
    writeFileSync(join(infra, "a"), "");
    const problem = await commitAll(repository, "two");
    expect(problem).toMatch(reason);
    expect(problem).toMatch(/commit\.gpgSign.*start the agent/s);
  });
});

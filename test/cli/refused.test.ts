import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../support/command";
import { generateFresh, temporaryFolder } from "../support/portfolio";

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

/** Whoever may read everything meets no refusal: root runs this as nobody. */
function command(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot, "bin/create-devops-portfolio.js"), ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: "/nonexistent" },
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  expect(stderr).not.toMatch(/^ +at /m); // a sentence, no stack
  return { status, stdout, stderr };
}

function given(folder: string): void {
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isDirectory()) given(path);
    else if (isRoot) chownSync(path, NOBODY, NOBODY);
  }
}

/** A folder that others may enter, and its way there. */
function open(folder: string): string {
  if (isRoot) chmodSync(join(folder, ".."), 0o755);
  given(folder);
  return folder;
}

describe("what the system refuses is said in a sentence, with the path, and is no success", () => {
  test.each(["README.md", "scripts"])("in the repository of a portfolio: %s", (path) => {
    const { root, infra } = generateFresh();
    open(root);
    chmodSync(join(infra, path), 0);
    try {
      const refused = new RegExp(`cannot read .*infra-k8s: permission denied \\(.*infra-k8s/${path}`);
      for (const args of [["diff"], ["sync", "infra-k8s"], ["sync", "express-app"], ["eject", "--dry-run"], ["upgrade", "--dry-run"]])
        expect([args, command(root, ...args)]).toEqual([
          args,
          expect.objectContaining({ status: 1, stderr: expect.stringMatching(refused) }),
        ]);
      // One that cannot be looked at keeps the others not waiting.
      const { status, stdout } = command(root, "status");
      expect([status, stdout.match(/^express-app: /m)?.length]).toEqual([1, 1]);
      expect(stdout).toMatch(refused);
    } finally {
      chmodSync(join(infra, path), 0o700);
    }
  });

  test("where the doctor looks", () => {
    const folder = open(temporaryFolder());
    mkdirSync(join(folder, "locked/in"), { recursive: true });
    writeFileSync(join(folder, "locked/a.sh"), "#!/bin/bash\nset -e\nn=0\n((n++))\n");
    writeFileSync(join(folder, "open.sh"), "#!/bin/bash\n");
    writeFileSync(join(folder, "secret.sh"), "#!/bin/bash\nset -e\nn=0\n((n++))\n");
    given(folder);
    chmodSync(join(folder, "locked"), 0);
    chmodSync(join(folder, "secret.sh"), 0);
    try {
      const { status, stdout } = command(folder, "doctor", "--json");
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ findings: [], notChecked: ["locked: permission denied", "secret.sh: permission denied"] });
      expect(command(folder, "doctor", "locked/in")).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("cannot look at locked/in: permission denied"),
      });
    } finally {
      chmodSync(join(folder, "locked"), 0o700);
    }
  });
});

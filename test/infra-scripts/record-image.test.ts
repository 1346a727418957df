import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Generated, generateFresh, temporaryFolder } from "../support/portfolio";
import { runScript } from "../support/scripts";
import { DIGEST } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

describe("record-image", () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd, encoding: "utf8", stdio: "pipe" });
  const author = {
    GIT_AUTHOR_NAME: "bot",
    GIT_AUTHOR_EMAIL: "b@example.org",
    GIT_COMMITTER_NAME: "bot",
    GIT_COMMITTER_EMAIL: "b@example.org",
  };
  const path = "environments/minikube/express-app/image.yaml";
  const image = { IMAGE_TAG: `sha-${"1".repeat(40)}`, IMAGE_DIGEST: DIGEST, ...author };

  /** The infra repository in a remote, checked out without its history as a workflow does, and a clone of somebody else. */
  function remote(): { origin: string; clone: Generated; other: string } {
    const clone = generateFresh();
    const origin = join(temporaryFolder(), "origin.git");
    const other = join(temporaryFolder(), "other");
    git(clone.infra, "init", "--quiet", "--initial-branch=main");
    git(clone.infra, "add", ".");
    git(clone.infra, "commit", "--quiet", "-m", "Create");
    git(clone.infra, "clone", "--quiet", "--bare", ".", origin);
    rmSync(join(clone.infra, ".git"), { recursive: true });
    git(clone.infra, "clone", "--quiet", "--depth=1", "--no-checkout", `file://${origin}`, "shallow");
    renameSync(join(clone.infra, "shallow/.git"), join(clone.infra, ".git"));
    rmSync(join(clone.infra, "shallow"), { recursive: true });
    git(clone.infra, "reset", "--quiet");
    git(clone.infra, "clone", "--quiet", origin, other);
    return { origin, clone, other };
  }
  const show = (origin: string, file: string) => git(origin, "show", `main:${file}`);
  const push = (other: string, file: string, content: string) => {
    writeFileSync(join(other, file), content);
    git(other, "add", file);
    git(other, "commit", "--quiet", "-m", "Meanwhile");
    git(other, "push", "--quiet", "origin", "main");
  };

  test("changes the two fields, and nothing twice", async () => {
    const { origin, clone } = remote();
    const before = readFileSync(join(clone.infra, path), "utf8");
    const elsewhere = { CDPATH: "/", GIT_DIR: "/nonexistent", GIT_WORK_TREE: "/", GIT_INDEX_FILE: "/nonexistent" };
    expect((await runScript(clone.infra, "record-image", ["--commit"], { ...image, ...elsewhere })).status).toBe(0);
    expect(show(origin, path)).toBe(before.replace('tag: ""', `tag: "${image.IMAGE_TAG}"`).replace('digest: ""', `digest: "${DIGEST}"`));
    expect((await runScript(clone.infra, "record-image", ["--commit"], image)).status).toBe(0);
    expect(git(origin, "log", "--format=%s", "main").trim().split("\n")).toEqual([
      `Record the deployed image ${image.IMAGE_TAG}`,
      "Create",
    ]);
  });

  test("goes on top of what others pushed meanwhile, and wins over an older record", async () => {
    const { origin, clone, other } = remote();
    push(other, "environments/minikube/express-app/values.yaml", "replicas: 3\n");
    push(other, path, 'image:\n  tag: "older"\n  digest: ""\n');
    const { status, stderr } = await runScript(clone.infra, "record-image", ["--commit"], image);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(show(origin, path)).toContain(`digest: "${DIGEST}"`);
    expect(show(origin, "environments/minikube/express-app/values.yaml")).toBe("replicas: 3\n");
  });

  test.each([
    { IMAGE_TAG: "latest" },
    { IMAGE_TAG: 'x"\nevil: true' },
    { IMAGE_DIGEST: "sha256:1" },
    { IMAGE_TAG: "" },
    { IMAGE_TAG: "a&b" },
  ])("refuses %j", async (change) => {
    const { infra } = generateFresh();
    const before = readFileSync(join(infra, path), "utf8");
    expect((await runScript(infra, "record-image", [], { ...image, ...change })).status).toBe(1);
    expect(readFileSync(join(infra, path), "utf8")).toBe(before);
  });
});

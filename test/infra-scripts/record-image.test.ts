import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Generated, generateFresh, temporaryFolder } from "../support/portfolio";
import { runScript } from "../support/scripts";
import { DIGEST } from "../support/stage";
import { check } from "../support/tools";

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

  const run = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "Octo-Org/infra-k8s", GITHUB_RUN_ID: "7" };
  const proven = { ...image, IMAGE_REVISION: "1".repeat(40), ...run };
  const now = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

  test("says which image, of which commit, since when and by which run, and nothing twice", async () => {
    const { origin, clone } = remote();
    const elsewhere = { CDPATH: "/", GIT_DIR: "/nonexistent", GIT_WORK_TREE: "/", GIT_INDEX_FILE: "/nonexistent" };
    expect((await runScript(clone.infra, "record-image", ["--commit"], { ...proven, ...elsewhere })).status).toBe(0);
    const recorded = show(origin, path);
    expect(recorded).toMatch(/^# The image that runs here/);
    expect(parse(recorded)).toEqual({
      image: {
        tag: image.IMAGE_TAG,
        digest: DIGEST,
        revision: proven.IMAGE_REVISION,
        time: now,
        run: "https://github.com/Octo-Org/infra-k8s/actions/runs/7",
      },
    });
    expect((await runScript(clone.infra, "record-image", ["--commit"], { ...proven, GITHUB_RUN_ID: "8" })).status).toBe(0);
    expect(show(origin, path)).toBe(recorded);
    expect(git(origin, "log", "--format=%s", "main").trim().split("\n")).toEqual([`Run image ${image.IMAGE_TAG}`, "Create"]);
  });

  test("the chart takes the record as it stands", async () => {
    const { infra } = generateFresh();
    expect((await runScript(infra, "record-image", [], proven)).status).toBe(0);
    const output = check("helm", ["template", "x", join(infra, "helm/express-app"), "-f", join(infra, path)]);
    expect(output).toContain(`image: ghcr.io/octo-org/express-app@${DIGEST}`);
  });

  test("remembers what was refused, with the reason, the newest first, ten at most", async () => {
    const { origin, clone } = remote();
    const file = path.replace("image.yaml", "refused.yaml");
    const refuse = (digit: number, reason: string, args: string[] = []) =>
      runScript(clone.infra, "record-image", ["--refused", reason, ...args], {
        ...proven,
        IMAGE_DIGEST: `sha256:${String(digit).padStart(64, "0")}`,
      });
    for (let digit = 0; digit < 12; digit++) expect((await refuse(digit, "smoke: /ready answered 503")).status).toBe(0);
    expect((await refuse(5, 'verify: "a\\b"\n\u001b[31mred é', ["--commit"])).status).toBe(0);
    const { refused } = parse(show(origin, file));
    expect(refused.map(({ digest }: { digest: string }) => Number(digest.slice(-2)))).toEqual([5, 11, 10, 9, 8, 7, 6, 4, 3, 2]);
    expect(refused[0]).toEqual({
      digest: expect.any(String),
      tag: image.IMAGE_TAG,
      reason: "verify: 'a'b' [31mred ",
      time: now,
      run: "https://github.com/Octo-Org/infra-k8s/actions/runs/7",
    });
    expect(git(origin, "log", "-1", "--format=%s", "main")).toBe(`Refuse image ${image.IMAGE_TAG}: verify: 'a'b' [31mred\n`);
    expect(show(origin, path)).not.toContain(image.IMAGE_TAG);
  });

  test("a refusal in another script than ours is a refusal, too", async () => {
    const { infra } = generateFresh();
    expect(await runScript(infra, "record-image", ["--refused", "否決された"], proven)).toMatchObject({ status: 0 });
    expect(readFileSync(join(infra, path), "utf8")).not.toContain(DIGEST);
    expect(parse(readFileSync(join(infra, path.replace("image.yaml", "refused.yaml")), "utf8")).refused[0].digest).toBe(DIGEST);
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
    { IMAGE_REVISION: "main" },
  ])("refuses %j", async (change) => {
    const { infra } = generateFresh();
    const before = readFileSync(join(infra, path), "utf8");
    expect((await runScript(infra, "record-image", [], { ...image, ...change })).status).toBe(1);
    expect(readFileSync(join(infra, path), "utf8")).toBe(before);
  });
});

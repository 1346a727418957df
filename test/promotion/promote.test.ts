import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { github, home } from "../github/scene";
import { sh } from "../support/command";
import { nobody } from "../support/nobody";
import { SHORT_LIVED } from "../support/tools";
import { Delivery, first, imageOf, PRODUCTION, QA, SERVICE, STAGING, second, third } from "./repository";

jest.setTimeout(300_000); // a loaded machine

const INFRA = "infra-k8s";
const repository = (name: string) => {
  const made = github.repositories.get(name);
  if (!made) throw new Error(`no repository ${name}`);
  return made;
};
let delivery: Delivery;

/** The repository at the stand-in for GitHub, which knows of pull requests. */
beforeEach(() => {
  github.reset();
  github.add(INFRA);
  const env = { ...nobody(home), ...github.environment, ...SHORT_LIVED };
  delivery = new Delivery(github.bare(INFRA), `https://github.com/${github.owner}/${INFRA}.git`, env);
});

const promote = (environment: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  delivery.script("promote", args, environment, env);
const pulls = () => repository(INFRA).pulls;
const onBranch = (environment: string) => {
  const branch = `promote/${environment}/${SERVICE}`;
  return {
    subjects: github.git(INFRA, "log", "--format=%s", `main..${branch}`)?.trim().split("\n"),
    files: github.git(INFRA, "diff", "--name-only", `main...${branch}`)?.trim(),
    record: github.git(INFRA, "show", `${branch}:${delivery.path(environment)}`),
  };
};
/** A person merges the newest pull request, by a commit of two parents. */
const merge = (environment: string) => {
  delivery.git("fetch", "--quiet", "origin");
  delivery.git("merge", "--quiet", "--no-ff", "-m", "Merge", `origin/promote/${environment}/${SERVICE}`);
  delivery.git("push", "--quiet", "origin", "main");
  Object.assign(pulls().at(-1) ?? {}, { state: "closed", merged_at: "2026-01-01T00:00:00Z" });
};

test("tag, digest and revision go into a pull request, and nothing else changes", async () => {
  await delivery.recorded(STAGING, first);
  const head = delivery.git("rev-parse", "HEAD");
  const { status, stderr } = await promote(QA);
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining("orders in qa: sha-1111") });
  expect(pulls()).toMatchObject([{ base: "main", head: "promote/qa/orders", title: `Promote orders to qa: ${first.tag}` }]);
  const { subjects, files, record } = onBranch(QA);
  expect({ subjects, files }).toEqual({ subjects: [`Promote orders to qa: ${first.tag}`], files: delivery.path(QA) });
  expect(record).toMatch(/^# The image that was promoted/);
  const fields = `  tag: "${first.tag}"\n  digest: "${first.digest}"\n  revision: "${first.revision}"\n`;
  expect(record?.endsWith(`image:\n${fields}`)).toBe(true);
  expect(delivery.git("rev-parse", "HEAD", "origin/main").split("\n")).toEqual([head, head]);
  expect(delivery.git("status", "--porcelain", "--branch")).toBe("## main...origin/main");
  expect(delivery.git("worktree", "list").split("\n")).toHaveLength(1);
});

test("there is one for a service in an environment: it follows while it is open, and stays where nothing is new", async () => {
  await delivery.recorded(STAGING, first);
  await promote(QA);
  const before = github.git(INFRA, "rev-parse", "promote/qa/orders");
  await promote(QA);
  expect(github.git(INFRA, "rev-parse", "promote/qa/orders")).toBe(before);
  await delivery.recorded(STAGING, second);
  await promote(QA);
  expect(pulls()).toMatchObject([{ number: 1, state: "open", title: `Promote orders to qa: ${second.tag}` }]);
  expect(pulls()[0].body).toContain(second.digest);
  expect(onBranch(QA).subjects).toHaveLength(1);
  // The record there has changed meanwhile, so that what is open could not be merged.
  delivery.promoted(QA, third);
  await promote(QA);
  expect(delivery.git("rev-parse", "main")).toBe(github.git(INFRA, "merge-base", "main", "promote/qa/orders")?.trim());
});

describe("it is not proposed", () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    ["before there is one", async () => {}, /staging has no image yet/],
    [
      "that runs there already",
      () => delivery.recorded(STAGING, first).then(() => delivery.promoted(QA, first)),
      /has the image of staging/,
    ],
    ["that a person wrote into the record", async () => delivery.promoted(STAGING, first), /staging has not verified its image yet/],
    [
      "that is new, by itself",
      () => delivery.recorded(STAGING, first, 23),
      new RegExp(`staging has verified ${first.tag} at .*, less than 24 hours ago`),
    ],
  ])("%s", async (_, happened, reason) => {
    await happened();
    const { status, stderr } = await promote(QA, ["--after", "24"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(reason) });
    expect(pulls()).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ["refused", async () => delivery.promoted(QA, first) && delivery.refused(QA, first), /see the commit "Refuse image sha-1/],
    ["taken back", async () => delivery.promoted(QA, first) && delivery.reverted(QA), /see the commit "Revert "Promote to qa""/],
    [
      "closed",
      () => promote(QA).then(() => Object.assign(pulls()[0], { state: "closed" })),
      /see https:\/\/github\.com\/Octo-Org\/infra-k8s\/pull\/1/,
    ],
  ])("where it was %s, but when a person asks", async (what, happened, reason) => {
    await delivery.recorded(STAGING, first, 25);
    await happened();
    const known = pulls().length;
    const { status, stderr } = await promote(QA, ["--after", "24"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(reason) });
    expect({ what, pulls: pulls().length }).toEqual({ what, pulls: known });
    expect((await promote(QA, ["--again"])).status).toBe(0);
    expect(pulls().at(-1)).toMatchObject({ state: "open", title: `Promote orders to qa: ${first.tag}` });
  });
});

test("once an image has the age it goes on, and from a later environment only what was proven there", async () => {
  await delivery.recorded(STAGING, first, 25);
  expect((await promote(QA, ["--after", "24"])).status).toBe(0);
  merge(QA);
  expect((await promote(PRODUCTION)).stderr).toContain("qa has not verified its image yet");
  await delivery.recorded(QA, first);
  expect((await promote(PRODUCTION, ["--after", "1"])).stderr).toContain("less than 1 hours ago");
  await promote(PRODUCTION);
  expect(pulls().map(({ head }) => head)).toEqual(["promote/qa/orders", "promote/production/orders"]);
  // The revert of the merge is one commit, after what was recorded of it.
  delivery.reverted(QA);
  expect(delivery.read(QA).image.digest).toBe("");
});

test("without a choice it goes through all but the first, and refuses the first", async () => {
  await delivery.recorded(STAGING, first);
  const { status, stderr } = await promote("");
  expect({ status, stderr }).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/=== orders in qa\n(?:.*\n)*=== orders in production\n/),
  });
  expect(stderr).not.toContain("orders in staging");
  expect(await promote(STAGING)).toMatchObject({ status: 1, stderr: expect.stringContaining("staging is the first environment") });
});

test("what cannot be proposed for one environment keeps no other waiting, and is said at the end", async () => {
  await delivery.recorded(STAGING, first);
  delivery.promoted(QA, first);
  await delivery.recorded(QA, first);
  await delivery.recorded(STAGING, second);
  const hook = join(github.bare(INFRA), "hooks/update");
  writeFileSync(hook, "#!/bin/sh\ncase $1 in refs/heads/promote/qa/*) exit 1 ;; esac\n", { mode: 0o755 });
  try {
    expect((await promote("")).status).not.toBe(0);
  } finally {
    rmSync(hook);
  }
  expect(pulls()).toMatchObject([{ head: "promote/production/orders", title: `Promote orders to production: ${first.tag}` }]);
});

test("what is open is closed when the environment before went back", async () => {
  await delivery.recorded(STAGING, first);
  delivery.promoted(QA, first);
  await delivery.recorded(STAGING, second);
  await promote(QA);
  delivery.reverted(STAGING);
  expect((await promote(QA)).status).toBe(0);
  expect(pulls()).toMatchObject([{ state: "closed", comments: ["staging runs another image now."] }]);
  // Nobody has said no to it: once it runs there again, it is proposed again.
  await delivery.recorded(STAGING, second);
  await promote(QA);
  expect(pulls()[1]).toMatchObject({ state: "open", title: `Promote orders to qa: ${second.tag}` });
});

describe("its text", () => {
  const app = () => {
    github.add(SERVICE);
    const folder = `${github.folder}/app-${Math.random()}`;
    const by = "-c user.name=a -c user.email=a@b.example";
    const script = ["One", "Two by @octocat, fixes #7", "Three `rm -rf` <b>"]
      .map((subject) => `git -C ${folder} ${by} commit --quiet --allow-empty -m '${subject}' -m 'closes #8'`)
      .join(" && ");
    delivery.git("init", "--quiet", folder);
    sh(folder, script);
    delivery.git("-C", folder, "push", "--quiet", github.bare(SERVICE), "HEAD:main");
    return delivery.git("-C", folder, "log", "--reverse", "--format=%H").split("\n");
  };

  test("says which image, who built it, what changes and how to go back", async () => {
    const [one, two, three] = app();
    const digests = [first, second].map(({ digest }) => digest);
    await delivery.recorded(STAGING, imageOf(one, digests[0]));
    delivery.promoted(QA, imageOf(one, digests[0]));
    const run = { GITHUB_RUN_ID: "7", GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: `Octo-Org/${INFRA}` };
    const image = imageOf(three, digests[1]);
    const recorded = { IMAGE_TAG: image.tag, IMAGE_DIGEST: image.digest, IMAGE_REVISION: three, ...run };
    await delivery.script("record-image", ["--commit"], STAGING, recorded);
    expect((await promote(QA)).status).toBe(0);
    const [{ body }] = pulls();
    for (const part of [
      `| Digest | \`${digests[1]}\` |`,
      `the CI of [orders](https://github.com/Octo-Org/orders), from [\`${three.slice(0, 7)}\`](https://github.com/Octo-Org/orders/commit/${three})`,
      "by [this run](https://github.com/Octo-Org/infra-k8s/actions/runs/7) |",
      `(https://github.com/Octo-Org/orders/compare/${one}...${three}):`,
      `- [\`${three.slice(0, 7)}\`](https://github.com/Octo-Org/orders/commit/${three}) \`Three  rm -rf  <b>\`\n- [\`${two.slice(0, 7)}\`]`,
      "`Two by @octocat, fixes #7`",
      `Revert this pull request: qa gets sha-${one} again, and staging keeps what it has.`,
    ])
      expect(body).toContain(part);
    expect(body).not.toMatch(/closes|\n\n\n/);
  });

  test("says when the image is older, and when the commits may not be read", async () => {
    const [one, two, three] = app();
    await delivery.recorded(STAGING, imageOf(one, first.digest));
    delivery.promoted(QA, imageOf(three, second.digest));
    await promote(QA);
    expect(pulls()[0].body).toContain("**2 of the commits that run there are not in it.**");
    await delivery.recorded(STAGING, imageOf(two, third.digest));
    github.repositories.delete(SERVICE);
    expect((await promote(QA)).status).toBe(0);
    expect(pulls()[0].body).toContain("This workflow may not read Octo-Org/orders, so the commits stand there only.");
  });
});

test("a repository that lets no workflow open pull requests is told which setting is missing", async () => {
  await delivery.recorded(STAGING, first);
  const message = "GitHub Actions is not permitted to create or approve pull requests.";
  github.quirks = { refuse: { [`POST /repos/Octo-Org/${INFRA}/pulls`]: { status: 403, body: { message } } } };
  const { status, stdout, stderr } = await promote(QA, [], { GITHUB_ACTIONS: "true" });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error title=.*::Settings, Actions, General, Workflow permissions: .*GitHub App/);
  expect(stderr).toContain(message);
  expect(stderr).toContain("https://github.com/Octo-Org/infra-k8s/compare/main...promote/qa/orders?expand=1");
  // The branch is there: once it is allowed, the next run opens it.
  github.quirks = {};
  expect((await promote(QA)).status).toBe(0);
  expect(pulls()).toHaveLength(1);
});

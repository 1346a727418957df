import { dockerPath, TestRegistry } from "../support/registry";
import type { ScriptResult } from "../support/scripts";
import { Delivery, type Image, imageOf, PRODUCTION, QA, SERVICE, STAGING } from "./repository";

jest.setTimeout(180_000); // a loaded machine

const registry = new TestRegistry(`octo-org/${SERVICE}`);
const PATH = dockerPath();
let REGISTRY_URL: string;
let delivery: Delivery;
let images: Image[];

beforeAll(async () => {
  REGISTRY_URL = await registry.start();
});
afterAll(() => registry.stop());
beforeEach(() => {
  registry.clear();
  delivery = new Delivery();
  images = ["a", "b"].map((digit) => publish(digit.repeat(40)));
});

function publish(revision: string): Image {
  const source = `https://github.com/Octo-Org/${SERVICE}`;
  const labels = { "org.opencontainers.image.source": source, "org.opencontainers.image.revision": revision };
  const digest = registry.push(`sha-${revision}`, { architectures: ["amd64", "arm64"], labels });
  return imageOf(revision, registry.tag("main", digest));
}

const resolve = (environment: string, event: string, env: NodeJS.ProcessEnv = {}) =>
  delivery.script("resolve-image", [], environment, { PATH, REGISTRY_URL, GITHUB_EVENT_NAME: event, ...env });

function says({ stdout, stderr }: ScriptResult): Record<string, string> {
  if (stdout === "") throw new Error(stderr);
  return Object.fromEntries(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
}
const isWork = { deploy: "true", changed: "true" };
const isNone = { deploy: "false", changed: "false" };

test("before the first promotion a later environment takes nothing, whatever is newest in the registry", async () => {
  for (const event of ["push", "schedule", "workflow_dispatch"]) {
    expect(says(await resolve(PRODUCTION, event))).toMatchObject({ ...isNone, reason: "nothing was promoted to production yet" });
  }
});

test("what was promoted is deployed until it is proven: by the push, and every hour", async () => {
  const [image] = images;
  await delivery.recorded(STAGING, image);
  const PUSHED_FROM = delivery.git("rev-parse", "HEAD");
  delivery.promoted(QA, image);
  for (const event of ["push", "schedule"]) {
    expect(says(await resolve(QA, event, { PUSHED_FROM }))).toMatchObject({ ...isWork, ...image });
  }
  await delivery.recorded(QA, image);
  expect(says(await resolve(QA, "schedule"))).toMatchObject(isNone);
  expect(says(await resolve(QA, "workflow_dispatch"))).toMatchObject({ deploy: "true", changed: "false" });
});

test("a push is work for the environments that it changed, and needs no registry for the others", async () => {
  const [image] = images;
  await delivery.recorded(STAGING, image);
  delivery.promoted(QA, image);
  await delivery.recorded(QA, image);
  const PUSHED_FROM = delivery.git("rev-parse", "HEAD");
  const GITHUB_SHA = delivery.promoted(PRODUCTION, image);
  // What the workflow has recorded since is of another run.
  await delivery.recorded(STAGING, images[1]);
  expect(says(await resolve(PRODUCTION, "push", { PUSHED_FROM, GITHUB_SHA }))).toMatchObject(isWork);
  registry.failure = 500;
  for (const environment of [STAGING, QA]) {
    expect(says(await resolve(environment, "push", { PUSHED_FROM, GITHUB_SHA }))).toMatchObject({
      ...isNone,
      reason: "the push changed nothing of it",
    });
  }
  registry.failure = undefined;
  const chart = delivery.commit("Change the chart", { [`helm/${SERVICE}/NEW`]: "" });
  for (const environment of [STAGING, QA]) {
    const touched = { PUSHED_FROM: GITHUB_SHA, GITHUB_SHA: chart };
    expect(says(await resolve(environment, "push", touched))).toMatchObject({ deploy: "true", changed: "false" });
  }
  // The first push of a branch, or one that rewrote it.
  expect(says(await resolve(QA, "push", { PUSHED_FROM: "0".repeat(40) }))).toMatchObject({ deploy: "true" });
});

test("an image that the environment before has never verified is refused, and remembered", async () => {
  const [image, other] = images;
  await delivery.recorded(STAGING, image);
  delivery.promoted(QA, image);
  // Promoted to qa, and not proven there.
  for (const [environment, promoted, before] of [
    [PRODUCTION, image, QA],
    [QA, other, STAGING],
  ] as const) {
    delivery.promoted(environment, promoted);
    const result = await resolve(environment, "push");
    expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining(`REFUSED: unverified: ${before} has never verified`) });
    expect(says(result)).toMatchObject({ tag: promoted.tag, digest: promoted.digest, refused: expect.stringMatching(/^unverified: /) });
  }
});

test("a revert goes back to what was proven there, even after the environment before has moved on", async () => {
  const [former, image] = images;
  for (const each of [former, image]) {
    await delivery.recorded(STAGING, each);
    delivery.promoted(QA, each);
    await delivery.recorded(QA, each);
  }
  delivery.reverted(QA);
  expect(says(await resolve(QA, "push"))).toMatchObject({ ...isWork, digest: former.digest });
  await delivery.recorded(QA, former);
  expect(says(await resolve(QA, "schedule"))).toMatchObject(isNone);
});

test.each([
  ["an event", { GITHUB_EVENT_NAME: "repository_dispatch" }],
  ["its tag", { GITHUB_EVENT_NAME: "workflow_dispatch", INPUT_TAG: "main" }],
  ["its digest", { GITHUB_EVENT_NAME: "workflow_dispatch", INPUT_DIGEST: `sha256:${"a".repeat(64)}` }],
])("an image that %s names does not get past the environment before", async (_, env) => {
  delivery.promoted(PRODUCTION, images[0]);
  expect(await resolve(PRODUCTION, "", env)).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringMatching(
      /error: an image reaches production from qa only\n +gh workflow run promote.yaml -f environment=production\n/,
    ),
  });
});

test("the first environment takes what is published, as ever", async () => {
  expect(says(await resolve(STAGING, "schedule"))).toMatchObject({ ...isWork, ...images[1] });
  await delivery.recorded(STAGING, images[1]);
  expect(says(await resolve(STAGING, "workflow_dispatch", { INPUT_TAG: images[0].tag }))).toMatchObject({ ...isWork, ...images[0] });
});

test("an environment that was the first keeps its record as proof when another comes before it", async () => {
  const [image] = images;
  await delivery.recorded(STAGING, image);
  delivery.git("mv", `environments/${STAGING}/${SERVICE}/image.yaml`, `environments/${QA}/${SERVICE}/image.yaml`, "-f");
  delivery.commit("Insert an environment", {});
  expect(says(await resolve(QA, "schedule"))).toMatchObject({ ...isNone, digest: image.digest });
});

import { Delivery, first, PRODUCTION, QA, STAGING, second, third } from "./repository";

jest.setTimeout(180_000); // a loaded machine

const record = ({ tag, digest, revision }: typeof first) => ({ image: { tag, digest, revision } });
const now = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

test("what is proven stands beside what was promoted, and the first environment has one file for both", async () => {
  const delivery = new Delivery();
  await delivery.recorded(STAGING, first);
  expect(delivery.read(STAGING).image).toEqual({ ...first, time: now, run: "" });
  expect(delivery.read(STAGING, "verified.yaml")).toBeUndefined();
  delivery.promoted(QA, first);
  await delivery.recorded(QA, first);
  expect(delivery.read(QA)).toEqual(record(first));
  expect(delivery.read(QA, "verified.yaml").image).toEqual({ ...first, time: now, run: "" });
  expect(delivery.git("log", "-1", "--format=%s", "origin/main")).toBe(`Verify image ${first.tag} in qa`);
  expect(delivery.read(PRODUCTION).image.digest).toBe("");
});

test("a promotion that fails is taken back in the commit that says why, to what was proven last", async () => {
  const delivery = new Delivery();
  delivery.promoted(PRODUCTION, first);
  await delivery.recorded(PRODUCTION, first);
  // Another one was merged, and replaced before anything of it was proven.
  delivery.promoted(PRODUCTION, second);
  delivery.promoted(PRODUCTION, third);
  expect((await delivery.refused(PRODUCTION, third)).status).toBe(0);
  expect(delivery.read(PRODUCTION)).toEqual(record(first));
  expect(delivery.read(PRODUCTION, "refused.yaml").refused).toMatchObject([
    { digest: third.digest, tag: third.tag, reason: "smoke: /ready answered 503", time: now },
  ]);
  expect(delivery.git("show", "--format=%s", "--name-only", "origin/main").split("\n")).toEqual([
    `Refuse image ${third.tag}: smoke: /ready answered 503`,
    "",
    delivery.path(PRODUCTION),
    delivery.path(PRODUCTION, "refused.yaml"),
  ]);
});

test("where nothing was proven before, the record is empty again", async () => {
  const delivery = new Delivery();
  delivery.promoted(PRODUCTION, first);
  await delivery.refused(PRODUCTION, first);
  expect(delivery.read(PRODUCTION).image).toEqual({ tag: "", digest: "" });
});

test("what was proven once stays, and so does what somebody promoted meanwhile", async () => {
  const delivery = new Delivery();
  delivery.promoted(PRODUCTION, first);
  await delivery.recorded(PRODUCTION, first);
  await delivery.refused(PRODUCTION, first, "provenance: GitHub does not answer");
  expect(delivery.read(PRODUCTION)).toEqual(record(first));

  delivery.promoted(PRODUCTION, second);
  const ours = delivery.git("rev-parse", "HEAD");
  delivery.promoted(PRODUCTION, third);
  delivery.git("reset", "--quiet", "--hard", ours);
  expect(await delivery.refused(PRODUCTION, second)).toMatchObject({ status: 0 });
  expect(delivery.read(PRODUCTION)).toEqual(record(third));
  expect(delivery.read(PRODUCTION, "refused.yaml").refused[0].digest).toBe(second.digest);
  expect(delivery.git("rev-parse", "HEAD")).toBe(delivery.git("rev-parse", "origin/main"));
});

test("what a person has committed and not pushed yet is there after it", async () => {
  const delivery = new Delivery();
  delivery.promoted(PRODUCTION, first);
  const ours = delivery.git("rev-parse", "HEAD");
  delivery.promoted(QA, third);
  delivery.git("reset", "--quiet", "--hard", ours);
  delivery.git("commit", "--quiet", "--allow-empty", "-m", "Mine, unpushed");
  expect(await delivery.refused(PRODUCTION, first)).toMatchObject({ status: 0 });
  expect(delivery.git("log", "--format=%s", "HEAD").split("\n")).toEqual(expect.arrayContaining(["Mine, unpushed", "Promote to qa"]));
  expect(delivery.read(PRODUCTION, "refused.yaml").refused[0].digest).toBe(first.digest);
});

test("a branch that takes no push is said after five tries", async () => {
  const delivery = new Delivery();
  delivery.promoted(PRODUCTION, first);
  delivery.git("config", "remote.origin.pushurl", "/nowhere");
  expect(await delivery.refused(PRODUCTION, first)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/error: the record could not be pushed\n.*Protected branch/),
  });
});

test("the revert of a promotion that was proven is one commit, and moves no other environment", async () => {
  const delivery = new Delivery();
  for (const image of [first, second]) {
    await delivery.recorded(STAGING, image);
    delivery.promoted(PRODUCTION, image);
    await delivery.recorded(PRODUCTION, image);
  }
  const staging = delivery.git("rev-parse", `HEAD:${delivery.path(STAGING)}`);
  delivery.reverted(PRODUCTION);
  expect(delivery.read(PRODUCTION)).toEqual(record(first));
  expect(delivery.git("rev-parse", `HEAD:${delivery.path(STAGING)}`)).toBe(staging);
});

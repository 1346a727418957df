import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Generated, generateFresh, temporaryFolder } from "./support/portfolio";
import { dockerPath, TestRegistry } from "./support/registry";
import { runScript, type ScriptResult } from "./support/scripts";

jest.setTimeout(180_000); // a loaded machine

const SHA = "0123456789abcdef0123456789abcdef01234567";
const OTHER_SHA = "f".repeat(40);
const IMAGE = "ghcr.io/octo-org/express-app";
const SOURCE = "https://github.com/Octo-Org/express-app";

const registry = new TestRegistry("octo-org/express-app");
let generated: Generated;
let url: string;
const PATH = dockerPath();

beforeAll(async () => {
  generated = generateFresh();
  url = await registry.start();
});
afterAll(() => registry.stop());
beforeEach(() => {
  registry.clear();
  record("", "");
});

const recordFile = () => join(generated.infra, "environments/minikube/express-app/image.yaml");
const record = (tag: string, digest: string) => writeFileSync(recordFile(), `image:\n  tag: "${tag}"\n  digest: "${digest}"\n`);

function labels(revision = SHA, source = SOURCE): Record<string, string> {
  return { "org.opencontainers.image.source": source, "org.opencontainers.image.revision": revision };
}

/** A good image under its commit and as the newest of main. */
function publish(revision = SHA): string {
  const digest = registry.push(`sha-${revision}`, { architectures: ["amd64", "arm64"], labels: labels(revision) });
  return registry.tag("main", digest);
}

function resolve(args: string[], env: NodeJS.ProcessEnv = {}): Promise<ScriptResult> {
  return runScript(generated.infra, "resolve-image", args, { PATH, REGISTRY_URL: url, ...env });
}

const payload = (digest: string, change: NodeJS.ProcessEnv = {}) =>
  resolve(["payload"], { PAYLOAD_IMAGE: IMAGE, PAYLOAD_TAG: `sha-${SHA}`, PAYLOAD_DIGEST: digest, PAYLOAD_SHA: SHA, ...change });

function says({ status, stdout, stderr }: ScriptResult): Record<string, string> {
  if (status !== 0) throw new Error(stderr);
  return Object.fromEntries(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
}

describe("an image that may be deployed", () => {
  test("is found from the payload of CI", async () => {
    const digest = publish();
    expect(says(await payload(digest))).toEqual({
      image: IMAGE,
      tag: `sha-${SHA}`,
      digest,
      revision: SHA,
      changed: "true",
      deploy: "true",
      reason: "another image than the record has",
    });
  });

  test("is found by polling, and named by its commit", async () => {
    const digest = publish();
    expect(says(await resolve(["registry"]))).toMatchObject({ tag: `sha-${SHA}`, digest, deploy: "true" });
  });

  test.each([{ INPUT_TAG: `sha-${SHA}` }, { INPUT_TAG: "main" }, {}])("is found by hand with %j", async (input) => {
    const digest = publish();
    expect(says(await resolve(["input"], input))).toMatchObject({ tag: `sha-${SHA}`, digest, deploy: "true" });
  });

  test("is found by hand by its digest, and a release keeps its name", async () => {
    const digest = publish();
    registry.tag("1.2.3", digest);
    expect(says(await resolve(["input"], { INPUT_DIGEST: digest }))).toMatchObject({ tag: `sha-${SHA}`, digest });
    expect(says(await resolve(["input"], { INPUT_TAG: "1.2.3" }))).toMatchObject({ tag: "1.2.3", digest });
  });

  test.each(["repository_dispatch", "workflow_dispatch", "schedule", "push"])("the event %s chooses where to look", async (event) => {
    const digest = publish();
    const sent = { PAYLOAD_IMAGE: IMAGE, PAYLOAD_TAG: `sha-${SHA}`, PAYLOAD_DIGEST: digest, PAYLOAD_SHA: SHA };
    expect(says(await resolve([], { GITHUB_EVENT_NAME: event, ...sent }))).toMatchObject({ digest, deploy: "true" });
  });
});

// Docker's client gives the configuration of a single platform without its name.
describe.each(["amd64", "arm64"] as const)("a service for %s alone", (architecture) => {
  const one = generateFresh({ platforms: [`linux/${architecture}`] }).infra;
  const input = (infra = one) => runScript(infra, "resolve-image", ["input"], { PATH, REGISTRY_URL: url });

  test.each([
    [
      "with attestations beside it",
      (image: Record<string, string>) => registry.push("main", { architectures: [architecture], labels: image }),
    ],
    ["by itself", (image: Record<string, string>) => registry.pushPlain("main", image, architecture)],
  ])("is found %s", async (_, push) => {
    const digest = push(labels());
    expect(says(await input())).toMatchObject({ tag: `sha-${SHA}`, digest, deploy: "true" });
    push(labels(SHA, "https://github.com/somebody/else"));
    expect((await input()).stderr).toContain("REFUSED: source");
  });

  test("is not found where the image is for another one", async () => {
    registry.pushPlain("main", labels(), architecture === "amd64" ? "arm64" : "amd64");
    expect((await input()).stderr).toContain(`has no linux/${architecture} image`);
  });
});

describe("an unchanged image", () => {
  test.each([["payload"], ["registry"], ["input"]])("is no work (%s)", async (mode) => {
    const digest = publish();
    record(`sha-${SHA}`, digest);
    const sent = { PAYLOAD_IMAGE: IMAGE, PAYLOAD_TAG: `sha-${SHA}`, PAYLOAD_DIGEST: digest, PAYLOAD_SHA: SHA };
    expect(says(await resolve([mode], sent))).toMatchObject({ changed: "false", deploy: "false" });
  });

  test("is deployed again when the chart changed or a person insists, and not recorded again", async () => {
    const digest = publish();
    record(`sha-${SHA}`, digest);
    expect(says(await resolve(["record"]))).toMatchObject({ digest, changed: "false", deploy: "true" });
    expect(says(await resolve(["input"], { INPUT_AGAIN: "true" }))).toMatchObject({ digest, changed: "false", deploy: "true" });
  });

  test("the record stands by its digest, even when main has moved on", async () => {
    const old = publish();
    record(`sha-${SHA}`, old);
    publish(OTHER_SHA);
    expect(says(await resolve(["record"]))).toMatchObject({ digest: old, changed: "false", deploy: "true" });
  });
});

describe("before the first image", () => {
  test.each([["registry"], ["record"], ["input"]])("%s has nothing to do", async (mode) => {
    expect(says(await resolve([mode]))).toMatchObject({
      deploy: "false",
      changed: "false",
      reason: expect.stringContaining("no image yet"),
    });
  });

  test("a payload or a recorded image that is not there is refused", async () => {
    const missing = `sha256:${"0".repeat(64)}`;
    expect(await payload(missing)).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/^REFUSED: missing: /) });
    record(`sha-${SHA}`, missing);
    expect(await resolve(["record"])).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/^REFUSED: missing: /) });
    expect(await resolve(["registry"])).toMatchObject({ status: 1, stdout: "" });
  });
});

describe("refused", () => {
  /** What is wrong with the image itself is told to the workflow as well, in three lines that nothing from outside breaks up. */
  const refuses = (result: ScriptResult, reason: string) => {
    expect(result).toMatchObject({ status: 1, stderr: expect.stringMatching(new RegExp(`^REFUSED: ${reason}: `)) });
    if (result.stdout) expect(result.stdout).toMatch(new RegExp(`^tag=.*\\ndigest=sha256:[0-9a-f]{64}\\nrefused=${reason}: .*\\n$`));
  };

  test("an image without one of the architectures", async () => {
    const digest = registry.push(`sha-${SHA}`, { architectures: ["amd64"], labels: labels() });
    const result = await payload(digest);
    refuses(result, "architecture");
    expect(result.stderr).toContain("linux/arm64");
  });

  test("an image that is no index", async () => {
    refuses(await payload(registry.pushPlain(`sha-${SHA}`, labels())), "architecture");
  });

  test.each([
    ["https://github.com/mallory/express-app"],
    ["https://github.com/Octo-Org/express-app-evil"],
    [`${SOURCE}\n::error::owned`],
    [""],
  ])("an image from %j", async (source) => {
    const digest = registry.push(`sha-${SHA}`, { architectures: ["amd64", "arm64"], labels: labels(SHA, source) });
    const result = await payload(digest);
    refuses(result, "source");
    expect(result.stderr).not.toMatch(/^::/m);
  });

  test("an image of another commit than the payload says", async () => {
    const digest = registry.push(`sha-${SHA}`, { architectures: ["amd64", "arm64"], labels: labels(OTHER_SHA) });
    refuses(await payload(digest), "revision");
  });

  test("an image that does not name its commit", async () => {
    const digest = registry.push(`sha-${SHA}`, { architectures: ["amd64", "arm64"], labels: labels("main") });
    refuses(await payload(digest), "revision");
  });

  test("a digest that is not the one of the tag", async () => {
    publish();
    refuses(await payload(registry.push(`sha-${OTHER_SHA}`, { architectures: ["arm64", "amd64"], labels: labels() })), "mismatch");
  });

  test.each(["longer", "as long"] as const)("content that is not what its digest says, %s", async (change) => {
    for (const part of ["index", "manifest", "configuration"]) {
      registry.clear();
      const digest = publish();
      const child = registry.child(digest, "arm64");
      registry.tamper({ index: digest, manifest: child, configuration: registry.config(child) }[part] as string, change);
      refuses(await resolve(["input"], { INPUT_DIGEST: digest }), "mismatch");
    }
  });

  test("a registry that fails is not taken for an empty one", async () => {
    registry.failure = 501;
    const result = await resolve(["registry"]);
    expect(result).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/^error: cannot read .*\n.*: 501 /) });
  });

  const owned = join(temporaryFolder(), "owned");
  const commands = [
    "",
    "latest",
    `$(touch ${owned})`,
    `\`touch ${owned}\``,
    `x; touch ${owned}`,
    "x\n::set-output name=deploy::true",
    "deploy=true\ntag=evil",
    "../../../etc/passwd",
    "-rf",
    "a b",
    "ä",
    "%0a::error::",
  ];
  const sha256 = `sha256:${"a".repeat(64)}`;
  const fields: [string, string, string[]][] = [
    ["PAYLOAD_IMAGE", "image", ["ghcr.io/mallory/express-app", `${IMAGE}:main`, `${IMAGE}\n${IMAGE}`, IMAGE.toUpperCase()]],
    ["PAYLOAD_TAG", "tag", ["main", `sha-${OTHER_SHA}`, `sha-${SHA}\n`, `sha-${SHA} `]],
    ["PAYLOAD_DIGEST", "digest", [`${sha256}\n`, `${sha256}0`, sha256.toUpperCase(), "sha512:00", `${sha256}\n${sha256}`]],
    ["PAYLOAD_SHA", "sha", [SHA.slice(1), `${SHA}\nx`, SHA.toUpperCase()]],
  ];
  test.each(fields.flatMap(([field, reason, more]) => [...commands, ...more].map((value) => [field, value, reason] as const)))(
    "%s %j",
    async (field, value, reason) => {
      const result = await payload(publish(), { [field]: value });
      refuses(result, reason);
      expect(result.stderr.split("\n")).toHaveLength(2);
      expect(existsSync(owned)).toBe(false);
    },
  );

  test("a tag that moves with each release, typed by hand", async () => {
    refuses(await resolve(["input"], { INPUT_TAG: "1.2" }), "tag");
  });

  test.each(commands.slice(1))("typed by hand: %j", async (value) => {
    publish();
    refuses(await resolve(["input"], { INPUT_TAG: value }), "tag");
    refuses(await resolve(["input"], { INPUT_DIGEST: value }), "digest");
    expect(existsSync(owned)).toBe(false);
  });
});

describe.each(["Basic", "Bearer"] as const)("a private image behind %s", (scheme) => {
  const key = '{\n  "private_key": "-----BEGIN\\n",\n  "output": "/tmp/x"\n}\n--write-out "owned"\nurl = "http://127.0.0.1:1/"';
  const account = { REGISTRY_USERNAME: "_json_key", REGISTRY_PASSWORD: key };

  test("is read with a password of several lines, of which nothing is shown", async () => {
    const digest = publish();
    registry.account = { login: `_json_key:${key}`, scheme };
    const CALLS = join(temporaryFolder(), "calls");
    const result = await resolve(["registry"], { ...account, CALLS });
    expect(says(result)).toMatchObject({ digest, deploy: "true" });
    const calls = readFileSync(CALLS, "utf8");
    expect(calls).toContain("buildx imagetools inspect");
    for (const public_ of [result.stdout, result.stderr, calls]) {
      expect(public_).not.toMatch(/private_key|owned|BEGIN/);
      expect(public_).not.toContain(Buffer.from("_json_key:").toString("base64").slice(0, 12));
    }
  });

  test("is not taken for one that is not there when the password is refused", async () => {
    publish();
    registry.account = { login: "_json_key:another", scheme };
    const result = await resolve(["registry"], account);
    expect(result).toMatchObject({ status: 1, stdout: "", stderr: expect.stringMatching(/refuses REGISTRY_USERNAME '_json_key'/) });
    expect(result.stderr).not.toMatch(/private_key|owned|BEGIN/);
  });

  test("is read with what docker login has kept", async () => {
    const digest = publish();
    registry.account = { login: "octo:word", scheme };
    const DOCKER_CONFIG = temporaryFolder();
    const auth = Buffer.from("octo:word").toString("base64");
    writeFileSync(join(DOCKER_CONFIG, "config.json"), JSON.stringify({ auths: { [new URL(url).host]: { auth } } }));
    expect(says(await resolve(["registry"], { DOCKER_CONFIG }))).toMatchObject({ digest, deploy: "true" });
  });

  test("without a password is not there, or private", async () => {
    publish();
    registry.account = { login: "a:b", scheme };
    expect(await resolve(["input"], { INPUT_TAG: `sha-${SHA}` })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^REFUSED: missing: /),
    });
  });
});

test("a docker without buildx, and a registry that is away, are said", async () => {
  const bare = temporaryFolder();
  writeFileSync(join(bare, "docker"), "#!/bin/sh\necho 'docker: unknown command: docker buildx' >&2\nexit 1\n", { mode: 0o755 });
  const results = [
    await resolve(["registry"], { PATH: `${bare}:${PATH}` }),
    await resolve(["registry"], { REGISTRY_URL: "http://127.0.0.1:9" }),
  ];
  expect(results.map(({ status, stdout }) => ({ status, stdout }))).toEqual(Array(2).fill({ status: 1, stdout: "" }));
  expect(results[0].stderr).toContain("unknown command: docker buildx");
  expect(results[1].stderr).toContain("connection refused");
});

test("a registry on this machine is asked without a proxy", async () => {
  const digest = publish();
  expect(says(await resolve(["registry"], { http_proxy: "http://127.0.0.1:9", NO_PROXY: "example.org" }))).toMatchObject({ digest });
});

describe("an image that was refused or taken back", () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: generated.infra, stdio: "pipe" });
  const commit = (message: string) => {
    git("add", ".");
    git("commit", "--quiet", "-m", message);
  };
  beforeEach(() => {
    git("init", "--quiet");
    commit("Create");
  });
  afterEach(() => rmSync(join(generated.infra, ".git"), { recursive: true }));
  const refuse = async (digest: string) => {
    const refused = await runScript(generated.infra, "record-image", ["--refused", "smoke: it does not answer"], {
      IMAGE_TAG: `sha-${SHA}`,
      IMAGE_DIGEST: digest,
    });
    expect(refused.status).toBe(0);
    commit("Refuse image sha-1: smoke: it does not answer");
  };
  const sent = (digest: string) => [["registry"], ["payload", digest]] as const;
  const asked = async ([mode, digest]: readonly [string, string?]) => says(await (digest ? payload(digest) : resolve([mode])));

  test("is left alone by polling and events, which say why, and taken when a person asks", async () => {
    const digest = publish();
    await refuse(digest);
    for (const way of sent(digest)) {
      const answer = await asked(way);
      expect(answer).toMatchObject({ digest, changed: "false", deploy: "false" });
      expect(answer.reason).toMatch(/"Refuse image sha-1: smoke: it does not answer"; by hand: gh workflow run/);
    }
    expect(says(await resolve(["input"]))).toMatchObject({ digest, changed: "true", deploy: "true" });
  });

  test("by a revert of its record does not come back by itself, and the one before is deployed", async () => {
    const before = publish();
    record(`sha-${SHA}`, before);
    commit("Run image one");
    const digest = publish(OTHER_SHA);
    record(`sha-${OTHER_SHA}`, digest);
    commit("Run image two");
    git("revert", "--no-edit", "HEAD");
    expect(says(await resolve(["record"]))).toMatchObject({ digest: before, changed: "false", deploy: "true" });
    expect(says(await resolve(["registry"]))).toMatchObject({
      digest,
      deploy: "false",
      reason: expect.stringContaining('Revert "Run image two"'),
    });
  });

  test("gives way to the next one, and is no obstacle to another environment", async () => {
    await refuse(publish());
    const digest = publish(OTHER_SHA);
    expect(says(await resolve(["registry"]))).toMatchObject({ digest, changed: "true", deploy: "true" });
  });

  test("is not tried again when git may not say whether it was", async () => {
    publish();
    const foreign = { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1", HOME: temporaryFolder() };
    expect(await resolve(["registry"], foreign)).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/which images were refused before\n.*dubious ownership/),
    });
  });

  test("for what it is itself is said with its digest, so that it can be remembered", async () => {
    const digest = registry.push("main", { architectures: ["amd64"], labels: labels() });
    expect(await resolve(["registry"])).toMatchObject({
      status: 1,
      stdout: `tag=main\ndigest=${digest}\nrefused=architecture: ${IMAGE}@${digest} has no linux/arm64 image\n`,
    });
    await refuse(digest);
    expect(says(await resolve(["registry"]))).toMatchObject({ digest, deploy: "false" });
  });
});

test("a digest that was edited by hand is named by its own commit, and a release keeps its name", async () => {
  const old = publish();
  registry.tag("1.2.3", old);
  publish(OTHER_SHA);
  record(`sha-${OTHER_SHA}`, old);
  expect(says(await resolve(["record"]))).toMatchObject({ tag: `sha-${SHA}`, digest: old, changed: "true", deploy: "true" });
  record("1.2.3", old);
  expect(says(await resolve(["record"]))).toMatchObject({ tag: "1.2.3", digest: old, changed: "false", deploy: "true" });
});

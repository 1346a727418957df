import { join } from "node:path";
import { Registry } from "../registry";
import type { Proof, Scene } from "../scene";
import { must, type Outcome } from "../shell";

/** 5: what CI publishes is what the deploy logic rolls out, once, or refuses with its reason. */
export const handover: Proof = {
  name: "5 hand-over",
  async run(scene) {
    const { story } = scene;
    let published: Published | undefined;
    await story.proof("5 an image for two architectures is published", async () => {
      published = await publish(scene);
    });
    if (!published) return;
    const image = published;
    await story.proof("5 the deploy logic rolls out exactly that digest", () => rollsOut(scene, image));
    await story.proof("5 the same digest is no work", () => isNoWork(scene, image));
    await story.proof("5 a foreign name, one architecture and tampered payloads are refused with their reason", () =>
      refusals(scene, image),
    );
  },
};

interface Published {
  readonly registry: Registry;
  readonly sha: string;
  /** Of the index. */
  readonly digest: string;
  /** Another revision, for one architecture only. */
  readonly single: { readonly sha: string; readonly digest: string };
}

async function publish(scene: Scene): Promise<Published> {
  const registry = await Registry.of(scene);
  const sha = await scene.shell.read("git", ["rev-parse", "HEAD"], { cwd: scene.portfolio.app });
  for (const architecture of ["amd64", "arm64"] as const) await registry.pushBuild(sha, architecture);
  const digest = await registry.index(`sha-${sha}`, sha, "amd64", "arm64");
  const other = sha.split("").reverse().join("");
  await registry.pushBuild(other, "amd64");
  return { registry, sha, digest, single: { sha: other, digest: await registry.index(`sha-${other}`, other, "amd64") } };
}

type Payload = Record<"PAYLOAD_IMAGE" | "PAYLOAD_TAG" | "PAYLOAD_DIGEST" | "PAYLOAD_SHA", string>;

/** What the app's CI would send, from its own script, as the deploy workflow hands it on. */
async function payload({ shell, portfolio }: Scene, { sha, digest }: { sha: string; digest: string }): Promise<Payload> {
  const env = { TAG: `sha-${sha}`, DIGEST: digest, GITHUB_SHA: sha, RUN_URL: "https://github.com/Octo-Org/run" };
  const sent = await shell.read(join(portfolio.app, "scripts/hand-over.sh"), ["--dry-run"], { cwd: portfolio.app, env });
  const { client_payload: event } = JSON.parse(sent.slice(sent.indexOf("{"), sent.lastIndexOf("}") + 1));
  return { PAYLOAD_IMAGE: event.image, PAYLOAD_TAG: event.tag, PAYLOAD_DIGEST: event.digest, PAYLOAD_SHA: event.sha };
}

/** The first half of the deploy workflow: decides. */
async function resolveImage({ portfolio }: Scene, image: Published, sent: Payload): Promise<Outcome & { says: Record<string, string> }> {
  const env = { ...sent, REGISTRY_URL: image.registry.local };
  const outcome = await portfolio.script("resolve-image", ["payload"], { env, mayFail: true });
  const says = Object.fromEntries(outcome.stdout.split("\n").map((line) => line.split(/=(.*)/s).slice(0, 2)));
  return { ...outcome, says };
}

async function rollsOut(scene: Scene, image: Published): Promise<void> {
  const { portfolio, kube } = scene;
  const { code, says, stderr } = await resolveImage(scene, image, await payload(scene, image));
  must(code === 0 && says.deploy === "true" && says.changed === "true" && says.digest === image.digest, `resolve-image: ${stderr}`);
  await portfolio.script("deploy", [], { env: { IMAGE_TAG: says.tag, IMAGE_DIGEST: says.digest } });
  const deployment = await kube.get("deployment", portfolio.name);
  must(
    deployment.spec.template.spec.containers[0].image.endsWith(image.digest),
    `runs ${deployment.spec.template.spec.containers[0].image}`,
  );
  for (const pod of await kube.pods(portfolio.name)) {
    must(pod.spec.containers[0].image.endsWith(image.digest), `pod ${pod.metadata.name} runs ${pod.spec.containers[0].image}`);
  }
  await portfolio.script("smoke");
  await portfolio.script("record-image", [], { env: { IMAGE_TAG: says.tag, IMAGE_DIGEST: says.digest } });
  must(portfolio.record.includes(image.digest), "the record does not hold the digest");
}

async function isNoWork(scene: Scene, image: Published): Promise<void> {
  const { portfolio, kube } = scene;
  const { code, says, stderr } = await resolveImage(scene, image, await payload(scene, image));
  must(code === 0 && says.deploy === "false" && says.changed === "false", stderr);
  // Deployed once more all the same, nothing is rolled.
  const before = (await kube.get("deployment", portfolio.name)).metadata.annotations["deployment.kubernetes.io/revision"];
  await portfolio.script("deploy");
  const after = (await kube.get("deployment", portfolio.name)).metadata.annotations["deployment.kubernetes.io/revision"];
  must(before === after, `revision ${before} became ${after}`);
}

async function refusals(scene: Scene, image: Published): Promise<void> {
  const good = await payload(scene, image);
  const zeros = `sha256:${"0".repeat(64)}`;
  const bad: [string, Payload, RegExp][] = [
    ["a foreign name", { ...good, PAYLOAD_IMAGE: "ghcr.io/mallory/express-app" }, /REFUSED: image/],
    ["one architecture", await payload(scene, image.single), /REFUSED: architecture/],
    ["a digest of another image", { ...good, PAYLOAD_DIGEST: image.single.digest }, /REFUSED: mismatch/],
    ["a digest that is not there", { ...good, PAYLOAD_DIGEST: zeros }, /REFUSED: (mismatch|missing)/],
    ["a tag of another commit", { ...good, PAYLOAD_TAG: `sha-${image.single.sha}` }, /REFUSED: tag/],
    ["a command in the commit", { ...good, PAYLOAD_SHA: "$(touch /tmp/owned)" }, /REFUSED: sha/],
    ["latest", { ...good, PAYLOAD_TAG: "latest" }, /REFUSED: tag/],
  ];
  const record = scene.portfolio.record;
  for (const [what, sent, reason] of bad) {
    const { code, stderr } = await resolveImage(scene, image, sent);
    must(code !== 0 && reason.test(stderr), `${what}: exit ${code}, ${stderr.trim()}`);
  }
  must(scene.portfolio.record === record, "a refused payload changed the record");
}

import { rmSync } from "node:fs";
import { join } from "node:path";
import type { AppRuntime } from "../../../src/portfolio/runtimes";
import { routesOf } from "../../conformance/apps";
import { conformance as conformances } from "../../conformance/runtimes";
import { HOST, startContainer } from "../../conformance/start-container";
import { runConformance, SHARED_ENVIRONMENT } from "../../conformance/suite";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";

/** The image by itself, as confined as in the cluster. */
export const containers: Proof = {
  name: "0 image",
  async run(scene) {
    const { story } = scene;
    await story.proof("0 the app's scripts/image.sh and scripts/smoke.sh", () => ownScripts(scene));
    await story.proof("0 the image of a checkout that nobody else may read runs, too", () => strictCheckout(scene));
    await story.proof("0 the image is little more than its base and the production dependencies", () => size(scene));
    const load = loads[scene.portfolio.runtime];
    if (load) await story.proof("0 the image holds the bytecode of what it loads", () => bytecode(scene, load));
    await story.proof("0 the confined image keeps the runtime contract", () => conformance(scene));
  },
};

export const architecture: Proof = {
  name: "0 architecture",
  async run(scene) {
    await scene.story.proof("0 the image for the other architecture is built and runs", () => otherArchitecture(scene));
  },
};

const tag = ({ portfolio }: Scene): string => `${portfolio.name}:e2e`;

async function ownScripts(scene: Scene): Promise<void> {
  const { shell, portfolio } = scene;
  for (const script of ["image", "smoke"]) {
    // The contract's suite asks for what an image says that nobody gave a revision.
    const env = { REVISION: "unknown" };
    await shell.run(join(portfolio.app, `scripts/${script}.sh`), [tag(scene)], { cwd: portfolio.app, env });
  }
}

/** Under umask 077 no file of a checkout can be read by another user, and the container runs as another one. */
async function strictCheckout({ shell, portfolio }: Scene): Promise<void> {
  const cwd = join(portfolio.root, "strict");
  await shell.run("sh", ["-c", 'umask 077 && git clone --quiet "$1" "$2"', "sh", portfolio.app, cwd]);
  for (const script of ["image", "smoke"]) await shell.run(join(cwd, `scripts/${script}.sh`), [`${portfolio.name}:strict`], { cwd });
  rmSync(cwd, { recursive: true });
}

/** Dependencies are the layer that the Dockerfile copies from the stage that installed them; the base is what is below its own first line. */
async function size(scene: Scene): Promise<void> {
  const { shell, portfolio, story } = scene;
  const format = "{{.Size}} {{.CreatedBy}}";
  const history = await shell.read("docker", ["history", "--no-trunc", "--human=false", "--format", format, tag(scene)]);
  const layers = history.split("\n").map((line) => ({ bytes: Number.parseInt(line, 10), line })); // newest first
  const first = layers.findIndex(({ line }) => line.includes("WORKDIR"));
  const dependencies = layers.find(({ line }) => /COPY (\/app\/node_modules|\/venv) /.test(line));
  must(first >= 0 && dependencies, `the layers are not those of the Dockerfile:\n${history}`);
  const sum = (some: typeof layers) => some.reduce((total, { bytes }) => total + bytes, 0);
  const [all, base] = [sum(layers), sum(layers.slice(first + 1))];
  const ratio = all / (base + dependencies.bytes);
  must(base > 0 && ratio <= 1.15, `the image has ${ratio.toFixed(2)} × the size of its base and its dependencies`);
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  story.fact(
    `${portfolio.name}: image, unpacked`,
    `${mb(all)}, ${ratio.toFixed(3)} × its base (${mb(base)}) and dependencies (${mb(dependencies.bytes)})`,
  );
}

/** A command that loads the app without serving it, where loading compiles. */
const loads: Readonly<Record<AppRuntime["id"], readonly string[] | undefined>> = {
  express: undefined,
  flask: ["gunicorn", "--check-config"],
  fastapi: ["python", "-c", "import app.asgi"],
  static: undefined,
};

/** Python tells what it compiles: with a read-only root that would be so at every start. */
async function bytecode(scene: Scene, load: readonly string[]): Promise<void> {
  const { stderr } = await scene.shell.run("docker", ["run", "--rm", "--read-only", "--env", "PYTHONVERBOSE=1", tag(scene), ...load]);
  const [read, compiled] = ["pyc", "py"].map((ending) => stderr.match(new RegExp(`^# code object from \\S+\\.${ending}'?$`, "gm")) ?? []);
  must(read.length > 100 && compiled.length === 0, `${read.length} modules are read, and compiled: ${compiled.join("\n")}`);
}

/** Built for real, and run by an emulator: slow, so it has to stand the app's own questions and not the whole conformance suite. */
async function otherArchitecture(scene: Scene): Promise<void> {
  const { shell, portfolio, story } = scene;
  const own = await shell.read("docker", ["version", "--format", "{{.Server.Arch}}"]);
  const other = own === "amd64" ? "arm64" : "amd64";
  const image = `${portfolio.name}:${other}`;
  const start = Date.now();
  await shell.run("docker", ["build", "--platform", `linux/${other}`, "--tag", image, portfolio.app], { seconds: 600 });
  const built = await shell.read("docker", ["image", "inspect", "--format", "{{.Architecture}}", image]);
  must(built === other, `the image is for ${built}`);
  await shell.run(join(portfolio.app, "scripts/smoke.sh"), [image], { cwd: portfolio.app, env: { TIMEOUT: "180" } });
  story.fact(
    `${portfolio.name}: image for ${other} built and smoke-tested under emulation`,
    `${Math.round((Date.now() - start) / 1000)} s`,
  );
}

async function conformance(scene: Scene): Promise<void> {
  const { portfolio, story } = scene;
  const { traits, inContainer, surround } = conformances[portfolio.runtime];
  const start = startContainer(tag(scene), portfolio.contract, routesOf(portfolio.runtime), await surround?.(HOST));
  const begin = Date.now();
  const first = await start(SHARED_ENVIRONMENT);
  story.fact(`${portfolio.name}: docker run to ready`, `${Date.now() - begin} ms`);
  first.signal("SIGKILL");
  await first.exitCode;
  const { passed, failures } = await runConformance(start, { ...traits, ...inContainer });
  must(failures.length === 0, `${failures.length} of ${passed + failures.length} checks failed:\n${failures.join("\n")}`);
  story.fact(`${portfolio.name}: conformance checks against the container`, `${passed} passed`);
}

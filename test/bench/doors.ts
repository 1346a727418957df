import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestOf, packBoth, unpack } from "../doors/support/packages";
import { LocalRegistry } from "../doors/support/registry";
import { installDoorTools, modules } from "../doors/support/tools";
import { User } from "../doors/support/user";
import { command, repositoryRoot } from "../support/command";
import { temporaryFolder } from "../support/portfolio";
import { interleaved, type Result } from "./measure";

const PORTFOLIOS = 200;
const COMMAND = "create-devops-portfolio";

/** The ways in: through npm, through Yeoman, and many portfolios at once. */
export async function benchDoors(): Promise<Result[]> {
  installDoorTools();
  const packed = packBoth(temporaryFolder());
  return [...(await npx(packed.command)), yeoman(packed), fleet()];
}

/** From the local registry without anything in npm's cache. The empty package is another version, so that the registry says the same of both. */
async function npx(tarball: string): Promise<Result[]> {
  const registry = new LocalRegistry();
  await registry.start();
  const user = new User(registry.url);
  try {
    const { version } = manifestOf(unpacked(tarball));
    const [empty, whole] = ["empty", "whole"].map((kind) => `${version}-bench.${Date.now()}.${kind}`);
    registry.publish(emptyPackage(), empty, temporaryFolder());
    registry.publish(tarball, whole, temporaryFolder());
    const cold = (rest: string) => {
      const folder = user.folder();
      return () => user.run(folder, `npm_config_cache="$PWD/cache" npx ${COMMAND}@${rest}`);
    };
    const options = "--yes --owner ada --no-install";
    const times = interleaved(
      {
        empty: () => cold(empty),
        files: () => cold(`${whole} ${options} --no-git`),
        whole: () => cold(`${whole} ${options}`),
      },
      5,
    );
    const against = (time: number) => `${time.toFixed(0)} ms against ${times.empty.toFixed(0)} ms`;
    return [
      {
        what: "npx, cold cache, to an empty package",
        value: times.files / times.empty,
        unit: "×",
        reach: 1.5,
        note: against(times.files),
      },
      { what: "the same with three git repositories", value: times.whole / times.empty, unit: "×", note: against(times.whole) },
    ];
  } finally {
    await registry.stop();
    user.leave();
  }
}

function yeoman({ command: tarball, generators }: Readonly<Record<"command" | "generators", string>>): Result {
  const world = readable(temporaryFolder());
  const packages = join(world, "node_modules");
  unpack(tarball, join(packages, COMMAND));
  unpack(generators, join(packages, "generator-devops-portfolio"));
  write(join(packages, "generator-nothing"), {
    "package.json": JSON.stringify({ name: "generator-nothing", version: "1.0.0", type: "module" }),
    "generators/app/index.js": 'import Generator from "yeoman-generator";\nexport default class extends Generator {\n  writing() {}\n}\n',
  });
  execFileSync("ln", ["-s", join(modules, "yeoman-generator"), packages]);
  const user = new User(undefined, undefined, { NODE_PATH: packages });
  const yo = (rest: string) => {
    const folder = user.folder();
    return () => user.run(folder, `node "${join(modules, "yo/lib/cli.js")}" ${rest} --yes --skip-install`);
  };
  try {
    const times = interleaved({ empty: () => yo("nothing"), infra: () => yo("devops-portfolio:infra --owner ada") }, 7);
    return {
      what: "yo devops-portfolio:infra, to an empty generator",
      value: times.infra / times.empty,
      unit: "×",
      reach: 1.3,
      note: `${times.infra.toFixed(0)} ms against ${times.empty.toFixed(0)} ms`,
    };
  } finally {
    user.leave();
  }
}

function fleet(): Result {
  const folder = temporaryFolder();
  const members = Array.from({ length: PORTFOLIOS }, (_, index) => ({
    appName: `service-${index}`,
    infraRepository: `infra-${index}`,
    docsRepository: `docs-${index}`,
    nodePort: 30000 + index,
    runtime: index % 2 ? "flask" : "express",
  }));
  write(folder, { "fleet.json": JSON.stringify(members) });
  const start = performance.now();
  const { status, stderr } = command(["fleet", join(folder, "out"), "--config", join(folder, "fleet.json"), "--owner", "ada", "--no-git"]);
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(stderr);
  return { what: `${PORTFOLIOS} portfolios by --config`, value: seconds, unit: "s", reach: 12 };
}

function emptyPackage(): string {
  const folder = temporaryFolder();
  const { license, repository } = manifestOf(repositoryRoot) as unknown as Record<string, unknown>;
  const manifest = { name: COMMAND, version: "0.0.0", license, repository, bin: "bin.js", dependencies: {} };
  write(folder, { "package.json": JSON.stringify(manifest), "bin.js": "#!/usr/bin/env node\n" });
  const [name] = execFileSync("npm", ["pack", "--silent"], { cwd: folder, encoding: "utf8" }).trim().split("\n");
  return join(folder, name);
}

function unpacked(tarball: string): string {
  const folder = temporaryFolder();
  unpack(tarball, folder);
  return folder;
}

/** The user of the doors is another one than root. */
function readable(folder: string): string {
  for (const path of [dirname(folder), folder]) chmodSync(path, 0o755);
  return folder;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

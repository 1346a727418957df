// Packs both packages as they are published: `node scripts/pack.mjs [folder]`. What a manifest says for our own development stays here, and so do
// the peers, which jsii needs at build time: npx would fetch projen's long list of versions for them before it runs the command.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const destination = resolve(process.argv[2] ?? join(root, "dist/js"));
const DEVELOPMENT = ["devDependencies", "devEngines", "peerDependencies", "peerDependenciesMeta", "scripts", "jsii", "stability", "//"];

mkdirSync(destination, { recursive: true });
for (const folder of [root, join(root, "generators")]) {
  const staging = mkdtempSync(join(tmpdir(), "pack-"));
  const [whole] = pack(folder, staging);
  execFileSync("tar", ["-xzf", join(staging, whole), "-C", staging]);
  const file = join(staging, "package/package.json");
  const manifest = Object.entries(JSON.parse(readFileSync(file, "utf8"))).filter(([name]) => !DEVELOPMENT.includes(name));
  const { exports: entries, main, ...rest } = Object.fromEntries(manifest);
  // jsii insists on a `main` of its own making while it compiles, and npm packs what that names.
  const published = { ...rest, ...(main && { main: entries["."].default }), ...(entries && { exports: entries }) };
  if (main) rmSync(join(staging, "package", main));
  writeFileSync(file, `${JSON.stringify(published, null, 2)}\n`);
  for (const name of pack(join(staging, "package"), destination)) console.log(join(destination, name));
  rmSync(staging, { recursive: true });
}

function pack(folder, target) {
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", target];
  return execFileSync("npm", args, { cwd: folder, encoding: "utf8", shell: process.platform === "win32" })
    .trim()
    .split("\n");
}

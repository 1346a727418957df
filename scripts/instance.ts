// Rewrites test/instance, the default portfolio as the command writes it, with its diagrams rendered; and test/fixtures/several.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fixture, optionsFile, tellsOfSeveral } from "../test/support/several-fixture";

const root = join(__dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "instance-"));

execFileSync("node", [join(root, "scripts/build-once.mjs")], { stdio: "inherit" });
writeInstance(join(root, "test/instance"));
writeFixture(join(scratch, "several"));
rmSync(scratch, { recursive: true });

function create(folder: string, flags: readonly string[]): void {
  const args = [folder, "--yes", "--no-git", "--no-install", ...flags];
  const env = { ...process.env, SOURCE_DATE_EPOCH: "1767225600" }; // as in the test: dates must not change each day
  execFileSync("node", [join(root, "bin/create-devops-portfolio.js"), ...args], { stdio: "inherit", env });
}

function writeInstance(instance: string): void {
  const docs = join(instance, "devops-portfolio-project");
  const kept = join(scratch, "diagrams");
  if (existsSync(docs)) cpSync(join(docs, "diagrams"), kept, { recursive: true, filter: (file) => !file.endsWith(".mmd") });
  rmSync(instance, { recursive: true, force: true });
  create(instance, ["--owner", "Octo-Org"]);
  if (existsSync(kept)) cpSync(kept, join(docs, "diagrams"), { recursive: true });
  // Renders only what changed since the last time.
  execFileSync("node", ["scripts/diagrams.mjs"], { cwd: docs, stdio: "inherit" });
}

function writeFixture(fresh: string): void {
  create(fresh, ["--config", optionsFile]);
  for (const repository of readdirSync(fixture)) {
    if (statSync(join(fixture, repository)).isDirectory()) rmSync(join(fixture, repository), { recursive: true });
  }
  for (const path of readdirSync(fresh, { recursive: true, encoding: "utf8" })) {
    const file = join(fresh, path);
    if (statSync(file).isFile() && tellsOfSeveral(relative(fresh, file), readFileSync(file, "utf8"))) cpSync(file, join(fixture, path));
  }
}

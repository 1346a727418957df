// Rewrites test/instance: the default portfolio as the command writes it, with its diagrams rendered.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..");
const instance = join(root, "test/instance");
const docs = join(instance, "devops-portfolio-project");
const kept = mkdtempSync(join(tmpdir(), "diagrams-"));

execFileSync("node", [join(root, "scripts/build-once.mjs")], { stdio: "inherit" });
if (existsSync(docs)) cpSync(join(docs, "diagrams"), kept, { recursive: true, filter: (file) => !file.endsWith(".mmd") });
rmSync(instance, { recursive: true, force: true });
const flags = ["--yes", "--owner", "Octo-Org", "--no-git", "--no-install"];
const env = { ...process.env, SOURCE_DATE_EPOCH: "1767225600" }; // as in the test: dates must not change each day
execFileSync("node", [join(root, "bin/create-devops-portfolio.js"), instance, ...flags], { stdio: "inherit", env });
cpSync(kept, join(docs, "diagrams"), { recursive: true });
rmSync(kept, { recursive: true });
// Renders only what changed since the last time.
execFileSync("node", ["scripts/diagrams.mjs"], { cwd: docs, stdio: "inherit" });

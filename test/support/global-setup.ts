import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { installTools } from "./tools";

/** Once before all suites: the build, where a source is newer than it, and the checkers, where they are missing. */
export default function globalSetup(): void {
  execFileSync("node", [join(__dirname, "../../scripts/build-once.mjs")], { stdio: "inherit" });
  installTools();
}

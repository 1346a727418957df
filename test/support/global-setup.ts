import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { sharePortfolios } from "./shared-portfolios";
import { installTools } from "./tools";

/** Once before all suites: the build, where a source is newer than it, the checkers, where they are missing, and a place for what suites share. */
export default function globalSetup(): void {
  execFileSync("node", [join(__dirname, "../../scripts/build-once.mjs")], { stdio: "inherit" });
  installTools();
  sharePortfolios();
}

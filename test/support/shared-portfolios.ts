import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VARIABLE = "SHARED_PORTFOLIOS";

/** Where all suites of one run keep the portfolios that none of them changes; nowhere for a suite that runs without the others' set-up. */
export const sharedFolder = (): string | undefined => process.env[VARIABLE];

/** Makes that folder, for the time of this process. */
export function sharePortfolios(): void {
  const folder = mkdtempSync(join(tmpdir(), "portfolio-tests-"));
  process.env[VARIABLE] = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}

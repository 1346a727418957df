import { compareVersions } from "../files/action-pins";
import { packageManifest } from "../package-root";
import { Failure } from "../usage-error";
import type { PortfolioRecord } from "./record";

/** @throws Failure for what a newer version wrote: this one would take back what that one brought. */
export function assertNotNewer({ version }: PortfolioRecord): void {
  const own = packageManifest().version;
  if (typeof version !== "string" || compareVersions(version, own) <= 0) return;
  throw new Failure(`written by version ${version}, and this is ${own}: run npx create-devops-portfolio@${version} sync`);
}

import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Portfolio } from "../portfolio/portfolio";
import { firstCommit, gitIsInstalled } from "./first-commit";
import { withTemporaryFolder, writeAtomically } from "./staging";
import { type WrittenRepository, writePortfolio } from "./write-portfolio";

/** What would be written, from writing it to a folder that is thrown away. */
export function preview(portfolio: Portfolio, directory: string): Promise<WrittenRepository[]> {
  return withTemporaryFolder(tmpdir(), (folder) => writePortfolio(portfolio, folder, directory));
}

/** Writes a portfolio into a new or empty directory: all of it or nothing. */
export function createPortfolio(portfolio: Portfolio, directory: string, { git }: { git: boolean }): Promise<WrittenRepository[]> {
  return writeAtomically(directory, async (staging) => {
    const repositories = writePortfolio(portfolio, staging, directory);
    if (!git) return repositories;
    if (await gitIsInstalled()) await Promise.all(readdirSync(staging).map((name) => firstCommit(join(staging, name), portfolio)));
    else process.stderr.write("git is not installed: the repositories are plain folders for now. Run git init in each later.\n");
    return repositories;
  });
}

import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment, inTemporaryFolder } from "../child-process";
import { packageManifest, packageRoot } from "../package-root";
import { libraries } from "../versions";

/** Lends this version's program that runs a `.projenrc.ts`, with what such a file imports. npx installs the command alone: the rest is fetched. */
export function withThisTool<Result>(use: (program: string) => Result): Result {
  const names = Object.keys(libraries);
  if (names.every((name) => existsSync(join(packageRoot, "node_modules", name)))) return use(join(packageRoot, "dist/synth.js"));
  return inTemporaryFolder((aside) => {
    const { name, version } = packageManifest();
    writeFileSync(join(aside, "package.json"), JSON.stringify({ private: true, dependencies: { [name]: version, ...libraries } }));
    const flags = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", flags, {
      cwd: aside,
      env: cleanEnvironment(),
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    return use(join(aside, "node_modules", name, "dist/synth.js"));
  });
}

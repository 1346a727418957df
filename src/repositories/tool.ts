import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { JsonFile } from "projen/lib/json";
import type { Project } from "projen/lib/project";
import { TextFile } from "projen/lib/textfile";
import { packageManifest, packageRoot } from "../package-root";
import { libraries } from "../versions";
import { DECLARATIONS, renderDeclarations } from "./declarations";

/**
 * The scaffolder itself, as a dependency of the repository: pinned in `.projen/package.json`, so that neither the app's
 * dependencies nor its image know of it. `.projen/synth.mjs` installs it there when it is missing.
 */
export function addTool(project: Project): void {
  const { name, version } = packageManifest();
  const pin = isCheckout() ? `file:${relative(join(project.outdir, ".projen"), packageRoot).split(sep).join("/")}` : version;
  new JsonFile(project, ".projen/package.json", {
    obj: {
      private: true,
      description: "What npx projen needs to write this repository anew.",
      dependencies: { [name]: pin, ...libraries },
    },
    marker: false,
    editGitignore: false,
  });
  new TextFile(project, DECLARATIONS, { lines: renderDeclarations().split("\n"), marker: false, editGitignore: false });
  project.defaultTask?.execArgs(["node", ".projen/synth.mjs"]);
}

/** Whether this code runs from a checkout and not from an installed package: then no registry has this version yet. */
export function isCheckout(): boolean {
  return existsSync(join(packageRoot, ".projenrc.ts"));
}

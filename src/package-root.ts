import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of this package, wherever this code was compiled or bundled to. */
export const packageRoot = findPackageRoot(__dirname);

export const templatesRoot = join(packageRoot, "templates");

/** Name and version of this package. */
export function packageManifest(): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
}

function findPackageRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : findPackageRoot(dirname(folder));
}

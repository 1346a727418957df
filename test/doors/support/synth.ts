import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { libraries } from "../../../src/versions";
import { repositoryRoot } from "../../support/command";

/** Lets a generated repository find these packages where `npx projen` would have installed them. */
export function linkTool(repository: string, tool = repositoryRoot): void {
  const modules = join(repository, ".projen/node_modules");
  mkdirSync(modules, { recursive: true });
  symlinkSync(tool, join(modules, "create-devops-portfolio"));
  for (const name of Object.keys(libraries)) symlinkSync(join(repositoryRoot, "node_modules", name), join(modules, name));
}

/** Puts code of a user's before `project.synth()`. */
export function customise(repository: string, code: string): void {
  const imports = code.split("\n").filter((line) => line.startsWith("import "));
  const rest = code.split("\n").filter((line) => !line.startsWith("import "));
  change(repository, ".projenrc.ts", (text) =>
    `${imports.join("\n")}\n${text}`.trimStart().replace("project.synth();", () => `${rest.join("\n")}\nproject.synth();`),
  );
}

export function change(repository: string, path: string, edit: (text: string) => string): void {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, edit(readFileSync(file, "utf8")));
}

/** What the default task of `npx projen` runs. */
export function synth(repository: string): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(repository, ".projen/synth.mjs")], { cwd: repository, encoding: "utf8" });
  return { status, stderr };
}

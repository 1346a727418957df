import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { cleanEnvironment } from "../child-process";

/** Those of some programs that this machine does not have. */
export function missingTools(names: readonly string[], { PATH = "" }: NodeJS.ProcessEnv = process.env): string[] {
  const folders = PATH.split(delimiter);
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  return names.filter((name) => !folders.some((folder) => endings.some((ending) => isProgram(join(folder, name + ending)))));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The line that installs programs, where this machine has Homebrew; elsewhere each has its own way. */
export function installLine(names: readonly string[]): string {
  return missingTools(["brew"]).length === 0 ? `brew install ${names.join(" ")}` : `install ${names.join(", ")}`;
}

/** Whether Docker runs; one that does not answer soon does not. */
export function dockerAnswers(): Promise<boolean> {
  return new Promise((done) => {
    const child = execFile("docker", ["version", "--format", "{{.Server.Version}}"], { env: cleanEnvironment(), timeout: 5000 }, (error) =>
      done(error === null),
    );
    child.stdin?.end();
  });
}

import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { toFailure } from "./usage-error";

/**
 * Replaces a file by a complete one in one step: it is as before or as after, whatever ends the write. Its permissions stay.
 *
 * @throws Failure that says why it cannot be written
 */
export function replaceFile(target: string, content: string | Buffer): void {
  const source = `${target}.${process.pid}`;
  try {
    const { mode } = statSync(target);
    writeFileSync(source, content, { mode });
    chmodSync(source, mode); // the umask has taken some of them
    renameSync(source, target);
  } catch (error) {
    rmSync(source, { force: true });
    throw toFailure(error, `cannot write ${target}`);
  }
}

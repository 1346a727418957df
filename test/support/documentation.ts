import { basename, dirname, relative } from "node:path";
import { diagnoseDocumentation } from "../../src/doctor/run";

export interface Held {
  /** `file:line: what is not so`, from the docs repository or, for others, with their name in front. */
  readonly findings: readonly string[];
  readonly notes: readonly string[];
  readonly unchecked: readonly string[];
}

/** What `npx projen check` says in a docs repository. */
export function checkDocs(docs: string): Held {
  const { findings, unchecked } = diagnoseDocumentation(docs)!;
  const place = (file: string) => relative(dirname(docs), file).replace(`${basename(docs)}/`, "");
  const lines = (isError: boolean) =>
    findings
      .filter(({ severity }) => (severity === "error") === isError)
      .map(({ file, line, cause }) => `${place(file)}:${line}: ${cause}`);
  return { findings: lines(true), notes: lines(false), unchecked };
}

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Scope, scopesOf } from "../../src/portfolio/scope";
import { walk } from "./command";
import type { Generated } from "./portfolio";
import { sharedFolder } from "./shared-portfolios";
import { run } from "./tools";
import { withoutNames } from "./without-names";

/** A file that was written for a service of a portfolio, which has a name in the test. */
export interface Written {
  readonly file: string;
  readonly scope: Scope;
  readonly root: string;
  readonly of: string;
}

/** The files of a portfolio: those of an app with its own service, the others with the first one. */
export function writtenFor(of: string, { root, infra, docs, model }: Generated): Written[] {
  const scopes = scopesOf(model);
  const apps = [...new Map(scopes.map((scope) => [join(root, scope.appRepository), scope]))];
  const first = scopes[0];
  return [...apps, [infra, first] as const, [docs, first] as const].flatMap(([folder, scope]) =>
    walk(folder).map((file) => ({ file, scope, root, of })),
  );
}

/**
 * A checker starts once for files of many portfolios and reads each text once in a run, whichever suite comes with it first: most are the same in
 * every portfolio, or but for its names. What it says names the portfolios, not the folders that they lie in.
 */
export function checkTexts(checker: string, args: readonly string[], files: readonly Written[], isSame = withoutNames): void {
  const unread = files.filter(({ file, scope }) => {
    const text = isSame(readFileSync(file, "utf8"), { portfolio: scope });
    return isFirst(JSON.stringify([checker, args, basename(file), text]));
  });
  if (unread.length === 0) return;
  const { status, output } = run(checker, [...args, ...unread.map(({ file }) => file)]);
  if (status === 0) return;
  const named = unread.reduce((text, { root, of }) => text.replaceAll(root, `<${of}>`), output);
  throw new Error(`${checker} ended with ${status}:\n${named.slice(0, 8000)}`);
}

const known = new Set<string>();

/** Whether nobody else in this run has come with it, in any suite; a suite that runs by itself is the only one. */
function isFirst(what: string): boolean {
  const key = createHash("sha256").update(what).digest("hex");
  if (known.has(key)) return false;
  known.add(key);
  const shared = sharedFolder();
  if (!shared) return true;
  try {
    writeFileSync(join(shared, `checked-${key}`), "", { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

import type { Base, Written } from "./base";
import type { DiskFile } from "./decide";
import { joinPages } from "./joined-pages";

/** A file as it lay in a former version: what is in it now, and how it was written. */
export interface Former {
  /** Nothing where the user deleted it. */
  readonly disk?: DiskFile;
  readonly written?: Written;
  /** What lies there: it is part of the new file. */
  readonly parts: readonly { readonly path: string; readonly content: Buffer }[];
}

/**
 * @param paths where it lay: several pages are sections of one
 * @param read nothing for what is no file
 */
export function formerOf(
  paths: readonly string[],
  to: string,
  base: Base,
  read: (path: string) => DiskFile | undefined,
): Former | undefined {
  const [only, ...others] = paths;
  if (only === undefined) return undefined;
  // Of several, one that nothing records is the user's own, and stays where it is.
  const there = paths.flatMap((path) => {
    const file = others.length === 0 || base.has(path) ? read(path) : undefined;
    return file ? [{ path, file }] : [];
  });
  const first = there[0]?.file;
  const parts = there.map(({ path, file: { content } }) => ({ path, content }));
  if (others.length === 0) return first || base.has(only) ? { disk: first, written: base.get(only), parts } : undefined;
  // A user's bytes need not be UTF-8.
  const now = joinPages(paths, to, (path) => parts.find((part) => part.path === path)?.content.toString("latin1"));
  const before = joinPages(paths, to, (path) => base.get(path)?.content);
  return before === undefined
    ? undefined
    : {
        disk: first && now !== undefined ? { ...first, content: Buffer.from(now, "latin1") } : undefined,
        written: { content: before, executable: false },
        parts,
      };
}

import { PROJEN_MARKER } from "projen/lib/common";
import type { Written } from "./base";
import { comment } from "./marker";
import { isUnsettled, merge, type Unmerged } from "./merge";
import { hasRegions, regionsAlone, withRegionsOf } from "./regions";
import { isScript, isToolFile, type TreeFile } from "./tree";

/** A file as it lies in the repository now. */
export interface DiskFile {
  readonly content: Buffer;
  readonly executable: boolean;
  readonly isLink: boolean;
}

/** What becomes of a file's content. */
export type Decision =
  /** It is right, or is written. */
  | { readonly kind: "same" }
  | { readonly kind: "create" | "update" | "merge" | "conflict"; readonly content: string | Buffer }
  /** It stays as the user left it. */
  | { readonly kind: "kept"; readonly reason: Reason }
  /** It is in the way, and never was ours. */
  | { readonly kind: "foreign" };

/**
 * Why a file stays: `own`: the user took it over. `changed`: only the user changed it. `deleted`: by the user. `link`: the user put one
 * in its place. `unsettled`: it holds a conflict. `unknown`: there is no record of how it was written. `git` and `binary`: it could not
 * be merged.
 */
export type Reason = "own" | "changed" | "deleted" | "link" | "unsettled" | "unknown" | Unmerged;

const SAME: Decision = { kind: "same" };

/**
 * The rule by which nothing is lost that a person wrote: what lies there is replaced only if it is what was written.
 *
 * @param wasManaged whether the repository says that the file was written by the tool
 */
export function decide(
  path: string,
  file: TreeFile,
  disk: DiskFile | undefined,
  written: Written | undefined,
  wasManaged: boolean,
): Decision {
  if (!disk) return written && !isToolFile(path) ? { kind: "kept", reason: "deleted" } : { kind: "create", content: file.content };
  if (file.ownership === "seeded" && !wasWhole(file, written)) return hasRegions(file.content) ? decideRegions(file, disk, written) : SAME;
  if (file.ownership === "own") return { kind: "kept", reason: "own" };
  const { text, ending: found } = withoutCarriageReturns(disk.content);
  const ending = isScript(path) ? "\n" : found; // no shell takes another one
  const update: Decision = { kind: "update", content: withEnding(file.content, ending) };
  if (isToolFile(path)) return disk.isLink || !text.equals(Buffer.from(file.content)) ? update : SAME;
  if (text.equals(Buffer.from(file.content))) return ending === found || disk.isLink ? SAME : update;
  if (disk.isLink) return { kind: "kept", reason: "link" };
  if (!written) return withoutRecord(path, file, text, wasManaged) ?? update;
  return reconcile({ base: written.content, ours: text, theirs: file.content }, ending);
}

/** The file is the user's, and in it the regions are the tool's: as if the rest had always been as the user wrote it. */
function decideRegions({ content }: TreeFile, disk: DiskFile, written: Written | undefined): Decision {
  const { text, ending } = withoutCarriageReturns(disk.content);
  const bytes = (from: string | Buffer) => Buffer.from(from).toString("latin1"); // a user's bytes need not be UTF-8
  const withTheirs = (other: string) => Buffer.from(withRegionsOf(bytes(other), bytes(text)), "latin1");
  const theirs = withTheirs(content);
  if (theirs.equals(text)) return SAME;
  if (disk.isLink) return { kind: "kept", reason: "link" };
  if (!written) return { kind: "kept", reason: "unknown" };
  return reconcile({ base: withTheirs(written.content), ours: text, theirs }, ending);
}

/** Whether a file that is seeded now was managed as a whole when it was last written. */
function wasWhole({ content }: TreeFile, written: Written | undefined): boolean {
  return written !== undefined && hasRegions(content) && regionsAlone(written.content) !== written.content;
}

interface Sides {
  readonly base: string | Buffer;
  readonly ours: Buffer;
  readonly theirs: string | Buffer;
}

function reconcile({ base, ours, theirs }: Sides, ending: Ending): Decision {
  if (ours.equals(Buffer.from(base))) return { kind: "update", content: withEnding(theirs, ending) };
  if (isUnsettled(ours)) return { kind: "kept", reason: "unsettled" };
  if (Buffer.from(base).equals(Buffer.from(theirs))) return { kind: "kept", reason: "changed" };
  const merged = merge(base, ours, theirs);
  if (typeof merged === "string") return { kind: "kept", reason: merged };
  return { kind: merged.conflicts ? "conflict" : "merge", content: withEnding(merged.content, ending) };
}

/** Whether a file holds what was written, be it with the line endings of another system. */
export function isAsWritten(content: Buffer, written: string): boolean {
  return withoutCarriageReturns(content).text.equals(Buffer.from(written));
}

/** A repository from before there was a record, or a new file: nothing if what lies there is ours but for the marker. */
function withoutRecord(path: string, { content, yields }: TreeFile, text: Buffer, wasManaged: boolean): Decision | undefined {
  if (!wasManaged && yields) return { kind: "kept", reason: "changed" };
  if (!wasManaged && !text.includes(PROJEN_MARKER)) return { kind: "foreign" };
  return withoutMarker(path, text.toString()) === withoutMarker(path, content) ? undefined : { kind: "kept", reason: "unknown" };
}

function withoutMarker(path: string, text: string): string {
  const [start, end] = (comment(path, "\n") ?? "\n").split("\n");
  const isMarker = (line: string) => line.startsWith(`${start}${PROJEN_MARKER}`) && line.endsWith(end);
  const lines = text.split("\n");
  const at = lines.slice(0, 2).findIndex(isMarker);
  return at < 0 ? text : lines.filter((_, index) => index !== at).join("\n");
}

type Ending = "\n" | "\r\n";

/** Git on Windows, or an editor, may end every line in its own way. Where lines differ in it, it is part of them. */
function withoutCarriageReturns(content: Buffer): { readonly text: Buffer; readonly ending: Ending } {
  if (!content.includes("\r\n")) return { text: content, ending: "\n" };
  const bytes = content.toString("latin1");
  if (/(^|[^\r])\n/.test(bytes)) return { text: content, ending: "\n" };
  return { text: Buffer.from(bytes.replaceAll("\r\n", "\n"), "latin1"), ending: "\r\n" };
}

function withEnding(content: string | Buffer, ending: Ending): string | Buffer {
  if (ending === "\n") return content;
  return Buffer.from(Buffer.from(content).toString("latin1").replaceAll("\n", "\r\n"), "latin1");
}

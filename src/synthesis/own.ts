import { join } from "node:path";
import { compareTree } from "../files/compare";
import { BASE, isToolFile, MANIFEST, PROJENRC, RECORD, type Tree, type TreeFile } from "../files/tree";
import { replacement, writeTree } from "../files/write-tree";
import { closest } from "../portfolio/closest";
import { replaceFile } from "../replace-file";
import type { Sibling } from "../repositories/neighbours";
import { Failure, UsageError } from "../usage-error";
import { intendedTree } from "./intended";
import { findOptions, plainValues } from "./options-literal";
import { endedAs, readSource } from "./options-source";
import { append, cut, propertyOf, type Range, replaceRange } from "./source-edit";

/** Files of a repository that become the user's, or the tool's again. */
export interface Takeover {
  readonly folder: string;
  readonly paths: readonly string[];
  /** What the tool would write. */
  readonly tree: Tree;
  /** @returns whether `npx projen` has to be run for the rest */
  apply(): boolean;
}

/** Makes managed files the user's for good: a line among the options. */
export function planOwn(repository: Sibling, given: readonly string[]): Takeover {
  const { folder, record } = repository;
  const { tree } = intendedTree(folder, record);
  const paths = given.filter((path) => {
    assertManaged(path, tree, folder);
    return tree.get(path)?.ownership !== "own";
  });
  const apply = () => {
    if (paths.length > 0) changeList(folder, (list) => [...list, ...paths]);
    return paths.length > 0 && settle(repository);
  };
  return { folder, paths, tree, apply };
}

/** Gives files back to the tool, which writes its text over them. */
export function planDisown(repository: Sibling, paths: readonly string[]): Takeover {
  const { folder, record } = repository;
  const { tree } = intendedTree(folder, record);
  for (const path of paths) assertManaged(path, tree, folder);
  const apply = () => {
    const isOwn = paths.some((path) => tree.get(path)?.ownership === "own");
    if (isOwn) changeList(folder, (list) => list.filter((path) => !paths.includes(path)));
    writeTree(folder, new Map(), { prune: false, also: paths.map((path) => replacement(folder, path, tree.get(path) as TreeFile)) });
    return settle(repository);
  };
  return { folder, paths, tree, apply };
}

function assertManaged(path: string, tree: Tree, folder: string): void {
  const file = tree.get(path);
  if (file && file.ownership !== "seeded" && !isToolFile(path)) return;
  if (file)
    throw new UsageError(
      `${path} is ${isToolFile(path) ? "the tool's own, without which npx projen does not run" : "yours already: it was written once"}`,
    );
  const guess = closest(path, [...tree.keys()]);
  throw new UsageError(`${join(folder, path)} is no managed file${guess ? `; did you mean ${guess}?` : ", and so it is yours"}`);
}

function changeList(folder: string, edit: (list: readonly string[]) => string[]): void {
  const file = join(folder, PROJENRC);
  replaceFile(file, endedAs(file, withOwn(readSource(file), edit)));
}

/** Brings the records up to date, if that is all that there is to do: `npx projen` does more. */
function settle({ folder, record }: Sibling): boolean {
  const { tree, isPlain } = intendedTree(folder, record);
  if (!isPlain) return true;
  const { changes } = compareTree(folder, tree);
  if (changes.some(({ path }) => ![MANIFEST, RECORD, BASE].includes(path))) return true;
  writeTree(folder, tree);
  return false;
}

/** The source of a `.projenrc.ts` with another list in its option `own`; every other line stays. */
export function withOwn(source: string, edit: (list: readonly string[]) => string[]): string {
  const literal = findOptions(source);
  if (!literal) throw byHand();
  const text = source.slice(literal.start, literal.end);
  const found = propertyOf(text, "own");
  const list = edit(found ? strings(text.slice(found.start, found.end)) : []);
  return replaceRange(source, literal, withList(text, found, list));
}

function withList(text: string, found: Range | undefined, list: readonly string[]): string {
  const line = `own: [${list.map((path) => JSON.stringify(path)).join(", ")}]`;
  if (!found) return append(text, { start: 0, end: text.length }, line);
  return list.length === 0 ? cut(text, found) : replaceRange(text, found, line);
}

function strings(property: string): string[] {
  const { own } = (plainValues(`{${property}}`) ?? {}) as { own?: unknown };
  if (Array.isArray(own) && own.every((value) => typeof value === "string")) return own;
  throw byHand();
}

function byHand(): Failure {
  return new Failure(`${PROJENRC} has options that are more than plain values: write own: ["<file>"] there, and run npx projen`);
}

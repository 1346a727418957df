import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compareTree, isUpToDate } from "../files/compare";
import { recover } from "../files/journal";
import { BASE, isToolFile, PROJENRC, RECORD, type Tree } from "../files/tree";
import { replaceFile, replacement, writeTree } from "../files/write-tree";
import { packageManifest } from "../package-root";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { type Sibling, siblingsOf } from "../repositories/neighbours";
import { assertNotNewer } from "../repositories/not-newer";
import { renderOptions, renderProjenrc } from "../repositories/projenrc";
import { readRecord } from "../repositories/record";
import { problemsOf } from "../repositories/report";
import { portfolioFor } from "../repositories/same-portfolio";
import { Failure, UsageError } from "../usage-error";
import { recordFromProjenrc } from "./from-projenrc";
import { findOptions, plainValues } from "./options-literal";
import { renderRepository } from "./render-portfolio";

/** What becomes of one repository. Nothing is done before `apply`. */
export interface SyncStep {
  readonly folder: string;
  /**
   * `projen`: the rest is for `npx projen` there. `byHand`: its options were changed by hand and are left alone. `refused`: it cannot
   * be written, and the others are not kept waiting.
   */
  readonly outcome: "upToDate" | "synced" | "restored" | "projen" | "byHand" | "refused";
  readonly message: string;
  /** @returns what waits for the user then, if anything does */
  apply(): readonly string[];
}

export interface SyncPlan {
  readonly portfolio: Portfolio;
  readonly siblings: number;
  readonly steps: readonly SyncStep[];
}

/**
 * Carries the options of a repository, as its last `npx projen` recorded them, to the repositories of the same portfolio
 * beside it. A `.projenrc.ts` is rewritten only while its options read exactly as they were written: what a person changed
 * by hand is theirs, and is said. Everything is found out before the first file is written.
 *
 * @param warn says which neighbour cannot be read
 */
export function planSync(repository: string, warn: (text: string) => void): SyncPlan {
  const source = resolve(repository);
  const record = readRecord(source) ?? recordFromProjenrc(source);
  if (!record) {
    const what = `no ${RECORD}, and no .projenrc.ts of nothing but options`;
    throw new UsageError(`${source} is no repository of a portfolio (${what}): run sync in one, or restore .projen with git`);
  }
  assertNotNewer(record); // before its options are looked at, which may be news
  const portfolio = resolvePortfolio(record.options as PortfolioOptions);
  const siblings = siblingsOf(source, record, warn);
  const own = restoration(source, renderRepository(portfolio, record.role, source, record.service));
  const steps = siblings.flatMap((sibling) => stepsOrRefusal(sibling, portfolio));
  return { portfolio, siblings: siblings.length, steps: own ? [own, ...steps] : steps };
}

/** The tool's own files that a repository lacks: without them `npx projen` cannot run there. */
function restoration(folder: string, tree: Tree): SyncStep | undefined {
  const missing = [...tree].filter(([path]) => isToolFile(path) && path !== BASE && !existsSync(join(folder, path)));
  if (missing.length === 0) return undefined;
  const paths = missing.map(([path]) => path);
  const apply = () => problemsOf(writeTree(folder, new Map(missing), { prune: false }));
  return { folder, outcome: "restored", message: `${folder}: restored ${paths.join(", ")}`, apply };
}

function stepsOrRefusal(sibling: Sibling, portfolio: Portfolio): SyncStep[] {
  try {
    return stepsFor(sibling, portfolioFor(sibling.record, portfolio));
  } catch (error) {
    if (!(error instanceof Failure || error instanceof UsageError || error instanceof PortfolioError)) throw error;
    return [{ folder: sibling.folder, outcome: "refused", message: `${sibling.folder}: ${error.message}`, apply: nothing }];
  }
}

function stepsFor({ folder, record }: Sibling, portfolio: Portfolio): SyncStep[] {
  const tree = renderRepository(portfolio, record.role, folder, record.service);
  const restored = restoration(folder, tree);
  const step = stepFor({ folder, record }, portfolio, tree);
  // A repository that is written whole needs no part of it restored.
  return restored && step.outcome !== "synced" ? [restored, step] : [step];
}

function stepFor({ folder, record }: Sibling, portfolio: Portfolio, tree: Tree): SyncStep {
  const [wanted, recorded] = [portfolio.options, record.options].map(renderOptions);
  const file = join(folder, PROJENRC);
  const source = readPlainFile(file) ?? renderProjenrc(record.role, portfolio.options, record.service);
  const literal = findOptions(source);
  const found = literal && source.slice(literal.start, literal.end);
  if (!literal || (found !== recorded && found !== wanted)) return byHand(folder, { found, wanted, recorded });

  const next = `${source.slice(0, literal.start)}${wanted}${source.slice(literal.end)}`;
  if (next !== renderProjenrc(record.role, portfolio.options, record.service)) {
    // What else .projenrc.ts says about the files, only running it can know.
    if (wanted === recorded && found === wanted) return upToDate(folder);
    const message = `${folder}: its options are synced; run npx projen there, because its .projenrc.ts says more`;
    const apply = () => {
      if (next !== source) replaceFile(file, next);
      return [];
    };
    return { folder, outcome: "projen", message, apply };
  }
  const otherVersion = record.version !== undefined && record.version !== packageManifest().version;
  const same = next === source && wanted === recorded;
  if (same && otherVersion) return upToDate(folder);
  if (isUpToDate(compareTree(folder, tree)) && same) return upToDate(folder); // refuses what may not be written
  const apply = () => {
    const also = next === source ? [] : [replacement(folder, PROJENRC, { content: next, executable: false })];
    return problemsOf(writeTree(folder, tree, { also }));
  };
  return { folder, outcome: "synced", message: `${folder}: synced`, apply };
}

function upToDate(folder: string): SyncStep {
  const tidy = () => {
    recover(folder); // a run that was killed after its last file has left its journal
    return [];
  };
  return { folder, outcome: "upToDate", message: `${folder}: up to date`, apply: tidy };
}

function nothing(): readonly string[] {
  return [];
}

interface Literals {
  /** What stands in `.projenrc.ts`. */
  readonly found: string | undefined;
  readonly wanted: string;
  readonly recorded: string;
}

/** Options that a person wrote otherwise: right as they are while `npx projen` made of them what is recorded. */
function byHand(folder: string, { found, wanted, recorded }: Literals): SyncStep {
  const asked = found === undefined ? undefined : meaningOf(found);
  if (wanted === recorded && (asked === undefined || asked === recorded)) return upToDate(folder);
  const what = wanted === recorded ? "asks for other options than its last npx projen recorded" : "was changed by hand";
  const message = `${folder}: .projenrc.ts ${what}; set its options to these and run npx projen:\n${wanted}`;
  return { folder, outcome: "byHand", message, apply: nothing };
}

/** The options of a literal, written as the record's are; nothing where they are more than plain values, or wrong. */
function meaningOf(literal: string): string | undefined {
  try {
    return renderOptions(resolvePortfolio(plainValues(literal) as PortfolioOptions).options);
  } catch {
    return undefined;
  }
}

/** @throws Failure for what is there and no file of the repository itself. */
function readPlainFile(file: string): string | undefined {
  const state = lstatSync(file, { throwIfNoEntry: false });
  if (!state) return undefined;
  if (!state.isFile())
    throw new Failure(`${file} is ${state.isDirectory() ? "a folder" : "a link"}, where a file belongs: put the file itself there`);
  return readFileSync(file, "utf8");
}

import { lstatSync } from "node:fs";
import { join } from "node:path";
import { compareTree, isUpToDate } from "../files/compare";
import { PROJENRC, type Tree } from "../files/tree";
import { replacement, writeTree } from "../files/write-tree";
import { packageManifest } from "../package-root";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { replaceFile } from "../replace-file";
import type { Sibling } from "../repositories/neighbours";
import { isPlainProjenrc, renderOptions, renderProjenrc } from "../repositories/projenrc";
import { serviceIn } from "../repositories/record";
import { problemsOf } from "../repositories/report";
import { portfolioFor } from "../repositories/same-portfolio";
import { Failure, UsageError } from "../usage-error";
import { withCalledService } from "./called-service";
import { findOptions, plainValues } from "./options-literal";
import { endedAs, readSource } from "./options-source";
import { renderRepository } from "./render-portfolio";
import { left, restoration, type SyncStep, upToDate } from "./sync-step";

/** What a sibling needs to have the options of a portfolio: what cannot be carried is said, and keeps no other waiting. */
export function stepsForSibling(sibling: Sibling, portfolio: Portfolio): SyncStep[] {
  try {
    return stepsFor(sibling, portfolioFor(sibling.record, portfolio));
  } catch (error) {
    if (!(error instanceof Failure || error instanceof UsageError || error instanceof PortfolioError)) throw error;
    return [left(sibling, "refused", error.message)];
  }
}

function stepsFor(sibling: Sibling, portfolio: Portfolio): SyncStep[] {
  const { folder, record } = sibling;
  const tree = renderRepository(portfolio, record.role, folder, serviceIn(record, portfolio.services));
  const restored = restoration(sibling, tree);
  const step = stepFor(sibling, portfolio, tree);
  // A repository that is written whole needs no part of it restored, and one that gets its files back is not up to date.
  if (!restored || step.outcome === "synced") return [step];
  return step.outcome === "upToDate" ? [restored] : [restored, step];
}

function stepFor(sibling: Sibling, portfolio: Portfolio, tree: Tree): SyncStep {
  const { folder, record } = sibling;
  const [wanted, recorded] = [portfolio.options, record.options].map(renderOptions);
  const file = join(folder, PROJENRC);
  const service = serviceIn(record, portfolio.services);
  const source = readPlainFile(file) ?? renderProjenrc(record.role, portfolio.options, record.service);
  const literal = findOptions(source);
  const found = literal && source.slice(literal.start, literal.end);
  const next =
    literal && withCalledService(`${source.slice(0, literal.start)}${wanted}${source.slice(literal.end)}`, record.service, service);
  if (!next || (found !== recorded && found !== wanted)) return byHand(sibling, { found, wanted, recorded });

  const rc = next === source ? [] : [replacement(folder, PROJENRC, { content: endedAs(file, next), executable: false })];
  if (!isPlainProjenrc(next, record.role, portfolio.options, service)) {
    // What else .projenrc.ts says about the files, only running it can know.
    if (wanted === recorded && found === wanted) return upToDate(sibling);
    const message = "its options are synced; run npx projen there, because its .projenrc.ts says more";
    const apply = () => {
      if (next !== source) replaceFile(file, endedAs(file, next));
      return [];
    };
    return { repository: sibling, outcome: "projen", message, changes: rc, apply };
  }
  const same = next === source && wanted === recorded;
  if (same && record.version !== undefined && record.version !== packageManifest().version) return upToDate(sibling);
  const comparison = compareTree(folder, tree); // refuses what may not be written
  if (same && isUpToDate(comparison)) return upToDate(sibling);
  // Rendered once more: what a page says of the other repositories is so only now.
  const apply = () => problemsOf(writeTree(folder, renderRepository(portfolio, record.role, folder, service), { also: rc }));
  return { repository: sibling, outcome: "synced", message: "synced", changes: [...comparison.changes, ...rc], tree, apply };
}

interface Literals {
  /** What stands in `.projenrc.ts`. */
  readonly found: string | undefined;
  readonly wanted: string;
  readonly recorded: string;
}

/** Options that a person wrote otherwise: right as they are while `npx projen` made of them what is recorded. */
function byHand(sibling: Sibling, { found, wanted, recorded }: Literals): SyncStep {
  const asked = found === undefined ? undefined : meaningOf(found);
  if (wanted === recorded && (asked === undefined || asked === recorded)) return upToDate(sibling);
  const what = wanted === recorded ? "asks for other options than its last npx projen recorded" : "was changed by hand";
  return left(sibling, "byHand", `.projenrc.ts ${what}; set its options to these and run npx projen:\n${wanted}`);
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
  return readSource(file);
}

import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Change, type Comparison, compareTree } from "../files/compare";
import { BASE, PROJENRC, type Tree } from "../files/tree";
import { replacement, writeTree } from "../files/write-tree";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { replaceFile } from "../replace-file";
import type { Sibling } from "../repositories/neighbours";
import { isPlainProjenrc, renderOptions, renderProjenrc, renderValue } from "../repositories/projenrc";
import { type Role, serviceIn } from "../repositories/record";
import { problemsOf } from "../repositories/report";
import { portfolioFor } from "../repositories/same-portfolio";
import { Failure } from "../usage-error";
import { withCalledService } from "./called-service";
import { editOptions } from "./edit-options";
import { findOptions } from "./options-literal";
import { endedAs, readSource } from "./options-source";
import { renderRepository } from "./render-portfolio";
import { takeBack, takenBack } from "./set-apart";

/** One repository that gets other options. Nothing is done before `apply`. */
export interface Reshaped extends Comparison {
  readonly folder: string;
  readonly role: Role;
  /** Files of the user's about what is no more: they stay. */
  readonly left: readonly string[];
  /** Its `.projenrc.ts` says more than the options, so that only `npx projen` there can write the rest. */
  readonly needsProjen: boolean;
  /** @returns what waits for the user then, if anything does */
  apply(): readonly string[];
}

/** @throws Failure where its options, or a file of it, are not for us to change. */
export function reshape({ folder, record }: Sibling, target: Portfolio): Reshaped {
  const portfolio = portfolioFor(record, target);
  const source = readProjenrc(folder) ?? renderProjenrc(record.role, record.options, record.service);
  const service = serviceIn(record, portfolio.services);
  const edited = withCalledService(editOptions(source, record.options, portfolio.options) ?? "", record.service, service);
  if (!edited) throw byHand(folder, portfolio, service);
  const file = join(folder, PROJENRC);
  const content = endedAs(file, edited);
  const rc = replacement(folder, PROJENRC, { content, executable: false });
  if (saysMore(edited, { ...record, service }, portfolio)) {
    const apply = () => {
      if (record.removed) takeBack(folder);
      replaceFile(file, content);
      return [];
    };
    return { folder, role: record.role, changes: [rc], kept: [], left: [], needsProjen: true, apply };
  }
  const render = () => takenBack(renderRepository(portfolio, record.role, folder, service));
  const tree = render();
  const { changes, kept } = compareTree(folder, tree);
  const { untouched, left } = seedsWithout(folder, record, tree);
  const also = [rc, ...untouched];
  const apply = () => {
    // Rendered once more: what a page says of the other repositories is so only now.
    const comparison = writeTree(folder, render(), { also });
    for (const { path, kind } of comparison.changes) if (kind === "delete") removeEmptyAbove(folder, path);
    return problemsOf(comparison);
  };
  const seen = [...changes.filter(({ path }) => path !== BASE), ...also];
  return { folder, role: record.role, changes: seen, kept, left, needsProjen: false, apply };
}

/** @throws Failure for what is there and no file of the repository itself. */
function readProjenrc(folder: string): string | undefined {
  const file = join(folder, PROJENRC);
  const state = lstatSync(file, { throwIfNoEntry: false });
  if (!state) return undefined;
  if (!state.isFile()) throw new Failure(`${file} is no file of the repository itself: put the file itself there`);
  return readSource(file);
}

/** Whether a `.projenrc.ts` does more than make the repository with its options. */
function saysMore(source: string, { role, service }: Sibling["record"], { options }: Portfolio): boolean {
  const literal = findOptions(source);
  if (!literal) return true;
  const plain = `${source.slice(0, literal.start)}${renderOptions(options)}${source.slice(literal.end)}`;
  return !isPlainProjenrc(plain, role, options, service);
}

function byHand(folder: string, { options }: Portfolio, service: string | undefined): Failure {
  const lists = (["services", "environments"] as const).filter((list) => options[list]);
  const lines = lists.map((list) => `  ${list}: ${renderValue(options[list])},`).join("\n");
  const call = service === undefined ? "" : `\nand in this one:\n  AppRepository.forService(options, ${JSON.stringify(service)})`;
  return new Failure(
    `${join(folder, PROJENRC)}: its options are more than plain values, or not those of its last npx projen. ` +
      `Run npx projen there; if they are right, write by hand, in each repository:\n${lines}${call}`,
  );
}

/** Files that were written once for what is no more: those that nobody has touched go, the others are the user's. */
function seedsWithout(folder: string, record: Sibling["record"], tree: Tree): { untouched: Change[]; left: string[] } {
  const before = renderRepository(resolvePortfolio(record.options), record.role, folder, record.service);
  const seeds = [...before].filter(([path, { ownership }]) => ownership === "seeded" && !tree.has(path) && existsSync(join(folder, path)));
  const isUntouched = ([path, { content }]: (typeof seeds)[number]) => readFileSync(join(folder, path), "utf8") === content;
  return {
    untouched: seeds.filter(isUntouched).map(([path]) => ({ path, kind: "delete", mode: 0, before: readFileSync(join(folder, path)) })),
    left: seeds.filter((seed) => !isUntouched(seed)).map(([path]) => path),
  };
}

function removeEmptyAbove(folder: string, path: string): void {
  for (let above = dirname(path); above !== "."; above = dirname(above)) {
    const place = join(folder, above);
    if (!existsSync(place) || readdirSync(place).length > 0) return;
    rmdirSync(place);
  }
}

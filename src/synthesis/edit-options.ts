import { resolvePortfolio } from "../portfolio/portfolio";
import type { ResolvedOptions } from "../portfolio/resolved-options";
import { optionNames } from "../portfolio/schema";
import { renderItem, renderOptions, renderValue } from "../repositories/projenrc";
import { findOptions, plainValues } from "./options-literal";
import { append, cut, elementsOf, groupOf, propertyOf, type Range, replaceRange } from "./source-edit";

/**
 * A `.projenrc.ts` with other options. What a person wrote there stays, with comments and layout: only what changes is written.
 *
 * @returns nothing where its options are more than plain values, or others than those that are recorded
 */
export function editOptions(source: string, recorded: ResolvedOptions, wanted: ResolvedOptions): string | undefined {
  const literal = findOptions(source);
  if (!literal) return undefined;
  const text = source.slice(literal.start, literal.end);
  if (text === renderOptions(recorded)) return replaceRange(source, literal, renderOptions(wanted));
  if (!means(text, recorded)) return undefined;
  const edited = changed(text, recorded, wanted, true);
  return replaceRange(source, literal, means(edited, wanted) ? edited : changed(text, recorded, wanted, false));
}

/** Whether a literal of plain values makes these options. */
function means(literal: string, options: ResolvedOptions): boolean {
  try {
    return JSON.stringify(resolvePortfolio(plainValues(literal) as never).options) === JSON.stringify(options);
  } catch {
    return false;
  }
}

/** @param keepItems whether the items of a list stay as they are written, which may leave out what follows from their place */
function changed(literal: string, recorded: ResolvedOptions, wanted: ResolvedOptions, keepItems: boolean): string {
  const names = optionNames.filter((name) => JSON.stringify(recorded[name]) !== JSON.stringify(wanted[name]));
  return names.reduce((text, name) => {
    const found = propertyOf(text, name);
    const value = wanted[name];
    if (value === undefined) return found ? cut(text, found) : text;
    if (!found) return append(text, { start: 0, end: text.length }, `${name}: ${renderValue(value)}`);
    const [before, after] = [recorded[name], value].map(itemsOf);
    if (keepItems && before && after) return withItems(text, found, before, after);
    return replaceRange(text, found, `${name}: ${renderValue(value)}`);
  }, literal);
}

function itemsOf(value: unknown): readonly object[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "object") ? value : undefined;
}

/** The list with the items gone that are no more, and those added that are new: by their names. */
function withItems(literal: string, property: Range, before: readonly object[], after: readonly object[]): string {
  const nameOf = (item: object) => (item as { name: string }).name;
  const stays = (item: object) => after.some((other) => nameOf(other) === nameOf(item));
  const elements = elementsOf(literal, groupOf(literal, property));
  const gone = elements.filter((_, index) => before[index] && !stays(before[index]));
  const text = gone.reduceRight((all, element) => cut(all, element), literal);
  const added = after.filter((item) => !before.some((other) => nameOf(other) === nameOf(item)));
  return added.reduce((all, item) => append(all, groupOf(all, { ...property, end: all.length }), renderItem(item)), text);
}

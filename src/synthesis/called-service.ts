import { findOptions } from "./options-literal";

/**
 * A `.projenrc.ts` that makes the repository of another service: `new AppRepository(options)` of the first, `AppRepository.forService(options,
 * "name")` of any other.
 *
 * @returns nothing where it says that in a way of its own
 */
export function withCalledService(source: string, before: string | undefined, after: string | undefined): string | undefined {
  if (before === after) return source;
  const literal = findOptions(source);
  if (!literal) return undefined;
  const [head, tail] = [source.slice(0, literal.start), source.slice(literal.end)];
  const [opens, closes] =
    before === undefined ? [/new AppRepository\(\s*$/, /^\s*,?\s*\)/] : [/AppRepository\.forService\(\s*$/, named(before)];
  if (!opens.test(head) || !closes.test(tail)) return undefined;
  const call = after === undefined ? "new AppRepository(" : "AppRepository.forService(";
  const end = after === undefined ? ")" : `, ${JSON.stringify(after)})`;
  return head.replace(opens, () => call) + source.slice(literal.start, literal.end) + tail.replace(closes, () => end);
}

function named(service: string): RegExp {
  return new RegExp(`^\\s*,\\s*(["'\`])${service}\\1\\s*,?\\s*\\)`);
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJENRC } from "../files/tree";
import type { PortfolioOptions } from "../portfolio/options";
import { resolvePortfolio } from "../portfolio/portfolio";
import { classNames } from "../repositories/projenrc";
import { identify, type PortfolioRecord, type Role } from "../repositories/record";
import { findOptions, plainValues } from "./options-literal";

const roles = Object.keys(classNames) as Role[];

/** What a repository whose `.projen` is gone would record, by its `.projenrc.ts`; nothing where only running it tells. */
export function recordFromProjenrc(folder: string): PortfolioRecord | undefined {
  const file = join(folder, PROJENRC);
  if (!existsSync(file)) return undefined;
  const source = readFileSync(file, "utf8");
  const literal = findOptions(source);
  if (!literal) return undefined;
  const values = plainValues(source.slice(literal.start, literal.end));
  const role = roles.find((candidate) => new RegExp(`import \\{[^}]*\\b${classNames[candidate]}\\b`).test(source));
  if (!values || !role) return undefined;
  const { options } = resolvePortfolio(values as PortfolioOptions);
  const [, service] = /^\s*,\s*"([^"]+)"/.exec(source.slice(literal.end)) ?? [];
  return { role, service, id: identify(options), options };
}

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment, inTemporaryFolder } from "../child-process";
import { PROJENRC, type Tree } from "../files/tree";
import type { PortfolioOptions } from "../portfolio/options";
import { ejectedPortfolio, type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { EJECT } from "../repositories/ejected";
import { PREVIEW } from "../repositories/portfolio-repository";
import { isPlainProjenrc, renderOptions } from "../repositories/projenrc";
import type { PortfolioRecord } from "../repositories/record";
import { Failure } from "../usage-error";
import { findOptions, plainValues } from "./options-literal";
import { readSource } from "./options-source";
import { renderRepository } from "./render-portfolio";
import { withThisTool } from "./this-tool";

/** What the next `npx projen` would write into a repository. */
export interface Intended {
  readonly tree: Tree;
  /** Whether `.projenrc.ts` says nothing but the options, so that any program knows what it would do. */
  readonly isPlain: boolean;
}

/** @throws Failure where only running `.projenrc.ts` tells it, and that is not possible. */
export function intendedTree(folder: string, record: PortfolioRecord): Intended {
  const portfolio = plainPortfolio(folder, record);
  if (!portfolio) return { tree: previewed(folder), isPlain: false };
  return { tree: renderRepository(portfolio, record.role, folder, record.service), isPlain: true };
}

/** What the files of a repository would be without the tool. */
export function ejectedTree(folder: string, record: PortfolioRecord): Tree {
  const portfolio = plainPortfolio(folder, record);
  if (!portfolio) return previewed(folder, { [EJECT]: "" });
  return renderRepository(ejectedPortfolio(portfolio), record.role, folder, record.service);
}

/** What this version would write into a repository that another one wrote. */
export function upgradedTree(folder: string, record: PortfolioRecord): Tree {
  const portfolio = plainPortfolio(folder, record);
  if (portfolio) return renderRepository(portfolio, record.role, folder, record.service);
  return withThisTool((program) => preview(folder, program));
}

/** The portfolio that a `.projenrc.ts` of nothing but options makes; nothing for any other. */
function plainPortfolio(folder: string, { role, options, service }: PortfolioRecord): Portfolio | undefined {
  const file = join(folder, PROJENRC);
  if (!existsSync(file)) return resolvePortfolio(options as PortfolioOptions);
  const source = readSource(file);
  const literal = findOptions(source);
  if (!literal) return undefined;
  const around = `${source.slice(0, literal.start)}${renderOptions(options)}${source.slice(literal.end)}`;
  if (!isPlainProjenrc(around, role, options, service)) return undefined;
  const given = plainValues(source.slice(literal.start, literal.end));
  return given === undefined ? undefined : resolvePortfolio(given as PortfolioOptions);
}

/** Lets the tool of the repository run its `.projenrc.ts`, and write nothing but what it would. */
function previewed(folder: string, more: NodeJS.ProcessEnv = {}): Tree {
  const tool = join(folder, ".projen/node_modules/create-devops-portfolio/dist/index.js");
  if (!existsSync(tool) || !readFileSync(tool, "utf8").includes(PREVIEW)) {
    throw new Failure(`${folder}: its .projenrc.ts says more than the options, which only running it tells: run npx projen there first`);
  }
  return preview(folder, ".projen/synth.mjs", more);
}

/** @param program of the tool that runs `.projenrc.ts` */
function preview(folder: string, program: string, more: NodeJS.ProcessEnv = {}): Tree {
  try {
    return inTemporaryFolder((aside) => {
      const file = join(aside, "tree.json");
      const env = { ...cleanEnvironment(), [PREVIEW]: file, ...more };
      execFileSync(process.execPath, [program], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
      return new Map(JSON.parse(readFileSync(file, "utf8")));
    });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: Buffer };
    throw new Failure(`${folder}: ${(stderr?.toString() || message).trim()}`);
  }
}

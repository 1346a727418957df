import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { parseAllDocuments } from "yaml";
import { diagnose } from "../../src/doctor/run";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { scopeOf } from "../../src/portfolio/scope";
import { writePortfolio } from "../../src/synthesis/render-portfolio";
import { walk } from "./command";
import { checkDocs } from "./documentation";
import { temporaryFolder } from "./portfolio";

/** What is wrong with the repositories of a portfolio, by every checker that needs no program: nothing, if they are sound. */
export function faultsIn(options: PortfolioOptions): string[] {
  const model = resolvePortfolio(options);
  const root = temporaryFolder();
  writePortfolio(model, root);
  const faults = walk(root).flatMap((file) => faultsOfFile(file).map((fault) => `${relative(root, file)}: ${fault}`));
  for (const { severity, file, line, cause } of diagnose([root]).findings) {
    if (severity === "error") faults.push(`${file}:${line}: ${cause}`);
  }
  faults.push(...checkDocs(join(root, scopeOf(model).docsRepository)).findings);
  rmSync(root, { recursive: true });
  return faults;
}

/** What no parser of its format takes, and options that would not be accepted again. */
function faultsOfFile(file: string): string[] {
  const text = readFileSync(file, "utf8");
  if (/\.ya?ml$/.test(file) && !/\/helm\/[^/]+\/templates\//.test(file)) {
    return parseAllDocuments(text).flatMap(({ errors }) => errors.map(({ message }) => message));
  }
  if (!file.endsWith(".json")) return [];
  try {
    const content = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
    if (file.endsWith("/.projen/portfolio.json")) resolvePortfolio(content.options);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { type Portfolio, resolvePortfolio } from "../../src/portfolio/portfolio";
import { type Scope, scopeOf } from "../../src/portfolio/scope";
import { repositoriesIn } from "../../src/repositories/neighbours";
import { planEject } from "../../src/synthesis/eject";
import { writePortfolio } from "../../src/synthesis/render-portfolio";
import { sharedFolder } from "./shared-portfolios";

/** A portfolio written to disk for a test: the model and the folders of the three repositories. */
export interface Generated {
  /** The first service in the first environment. */
  readonly portfolio: Scope;
  readonly model: Portfolio;
  readonly root: string;
  readonly app: string;
  readonly infra: string;
  readonly docs: string;
}

export const OWNER = "Octo-Org";

const cache = new Map<string, Generated>();
let scratch: string | undefined;

/** Writes a portfolio; the same options give the same folders in all suites, so do not change what is in them (see {@link generateFresh}). */
export function generate(options: Partial<PortfolioOptions> = {}): Generated {
  const key = JSON.stringify(options);
  const known = cache.get(key);
  if (known) return known;
  const shared = sharedFolder();
  const generated = shared ? onceForAll(options, join(shared, createHash("sha256").update(key).digest("hex"))) : generateFresh(options);
  cache.set(key, generated);
  return generated;
}

/** A portfolio that a test may change: a copy, which takes less than to write it, where all suites share those that none changes. */
export function generateFresh(options: Partial<PortfolioOptions> = {}): Generated {
  const generated = placed(options, temporaryFolder());
  if (sharedFolder()) cpSync(generate(options).root, generated.root, { recursive: true });
  else writePortfolio(generated.model, generated.root);
  return generated;
}

/** Aside first, as several suites may do it at once. */
function onceForAll(options: Partial<PortfolioOptions>, root: string): Generated {
  const generated = placed(options, root);
  if (existsSync(root)) return generated;
  const aside = mkdtempSync(`${root}-`);
  writePortfolio(generated.model, aside);
  try {
    renameSync(aside, root);
  } catch (error) {
    if (!existsSync(root)) throw error;
    rmSync(aside, { recursive: true });
  }
  return generated;
}

function placed(options: Partial<PortfolioOptions>, root: string): Generated {
  const model = resolvePortfolio({ owner: OWNER, ...options });
  const portfolio = scopeOf(model);
  return {
    portfolio,
    model,
    root,
    app: join(root, portfolio.appRepository),
    infra: join(root, portfolio.infraRepository),
    docs: join(root, portfolio.docsRepository),
  };
}

/** Writes a portfolio that goes on without the tool. */
export function generateEjected(options: Partial<PortfolioOptions> = {}): Generated {
  const generated = generateFresh(options);
  for (const repository of repositoriesIn(generated.root, () => {})) planEject(repository).apply();
  return generated;
}

/** A folder that is gone when the process ends. */
export function temporaryFolder(): string {
  if (!scratch) {
    const folder = mkdtempSync(join(tmpdir(), "portfolio-test-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    scratch = folder;
  }
  return mkdtempSync(join(scratch, "p-"));
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { type Portfolio, resolvePortfolio } from "../../src/portfolio/portfolio";
import { type Scope, scopeOf } from "../../src/portfolio/scope";
import { repositoriesIn } from "../../src/repositories/neighbours";
import { planEject } from "../../src/synthesis/eject";
import { writePortfolio } from "../../src/synthesis/render-portfolio";

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

/** Writes a portfolio; the same options give the same folders, so do not change what is in them (see {@link generateFresh}). */
export function generate(options: Partial<PortfolioOptions> = {}): Generated {
  const key = JSON.stringify(options);
  const known = cache.get(key);
  if (known) return known;
  const generated = generateFresh(options);
  cache.set(key, generated);
  return generated;
}

/** Writes a portfolio that a test may change. */
export function generateFresh(options: Partial<PortfolioOptions> = {}): Generated {
  const model = resolvePortfolio({ owner: OWNER, ...options });
  const portfolio = scopeOf(model);
  const root = temporaryFolder();
  writePortfolio(model, root);
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

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { generate } from "./portfolio";

// biome-ignore lint/suspicious/noExplicitAny: parsed YAML and JSON.
export type Parsed = any;

/** An app repository as it is generated, its YAML parsed. */
export function loadApp(options: Partial<PortfolioOptions>) {
  const generated = generate(options);
  const { app, infra, portfolio } = generated;
  const text = (path: string) => readFileSync(join(app, path), "utf8");
  // Strict: a key that stands twice is an error (B39).
  const yaml = (path: string): Parsed => parse(text(path), { uniqueKeys: true, strict: true });
  const ci = yaml(".github/workflows/ci.yaml");
  const jobs = Object.entries<Parsed>(ci.jobs);
  const steps: Parsed[] = jobs.flatMap(([, job]) => job.steps);
  return { app, infra, portfolio, text, yaml, ci, jobs, steps, compose: yaml("compose.yaml") };
}

/** The lines of a generated text that say something, without comments. */
export const instructions = (text: string) => text.replace(/^\s*#.*$/gm, "").replace(/\s# .*$/gm, "");

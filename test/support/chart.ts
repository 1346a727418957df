import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { generate } from "./portfolio";
import { check } from "./tools";

// biome-ignore lint/suspicious/noExplicitAny: parsed manifests have no type of their own
export type Json = any;

export const TAG = `sha-${"0123456789".repeat(4)}`;

const { portfolio, infra } = generate();
/** The chart of the default portfolio. */
export const chart = join(infra, "helm", portfolio.appName);
export const read = (path: string) => readFileSync(join(chart, path), "utf8");

/** The manifests of a release, by kind. */
export function render(
  args: readonly string[] = [],
  of = chart,
  name = portfolio.appName,
  namespace = portfolio.appNamespace,
): Record<string, Json> {
  const manifests = check("helm", ["template", name, of, "--namespace", namespace, "--set-string", `image.tag=${TAG}`, ...args]);
  return Object.fromEntries(parseAllDocuments(manifests).map((document) => [document.toJS().kind, document.toJS()]));
}

export const set = (...values: string[]) => values.flatMap((value) => ["--set", value]);

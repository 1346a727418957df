import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseAllDocuments } from "yaml";
import { diagnose } from "../../src/doctor/run";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio, type Service } from "../../src/portfolio/portfolio";
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
  for (const service of model.services) if (service.runtime.id === "container") bring(join(root, service.repository), service);
  const faults = walk(root).flatMap((file) => faultsOfFile(file).map((fault) => `${relative(root, file)}: ${fault}`));
  for (const { severity, file, line, cause } of diagnose([root]).findings) {
    if (severity === "error") faults.push(`${file}:${line}: ${cause}`);
  }
  faults.push(...checkDocs(join(root, scopeOf(model).docsRepository)).findings);
  rmSync(root, { recursive: true });
  return faults;
}

/** Where each library is named that measures requests. */
const MANIFESTS: Readonly<Record<string, readonly [file: string, text: string]>> = {
  micrometer: ["pom.xml", "<artifactId>micrometer-registry-prometheus</artifactId>\n"],
  "django-prometheus": ["settings.py", 'INSTALLED_APPS = ["django_prometheus"]\n'],
  "express-prom-bundle": ["app.js", 'const bundle = require("express-prom-bundle");\n'],
  promhttp: ["main.go", goHistogram("http_request_duration_seconds")],
};

function goHistogram(name: string): string {
  return `package main\n\nimport "github.com/prometheus/client_golang/prometheus"\n\nvar took = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "${name}"}, labels)\n`;
}

/** What a person has in the repository of an app of their own: as much of it as the checks look for. */
function bring(repository: string, { metrics = "none", buildContext = "." }: Service): void {
  const folder = join(repository, buildContext);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Dockerfile"), 'FROM scratch\nCOPY . /\nUSER 10001\nCMD ["/server"]\n');
  const [file, text] = typeof metrics === "object" ? ["main.go", goHistogram(metrics.histogram)] : (MANIFESTS[metrics] ?? []);
  if (file) writeFileSync(join(folder, file), text as string);
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

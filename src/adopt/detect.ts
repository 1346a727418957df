import type { MetricsNames } from "../portfolio/metrics-names";
import { isMetricsProfile, type MetricsProfile, metricsNamed, metricsProfiles } from "../portfolio/metrics-profiles";
import { Repository } from "../workspace/repository";
import { buildClaims } from "./claims/build";
import { commandClaims } from "./claims/commands";
import { composeClaims, dockerfileClaims } from "./claims/container";
import { goHistogram } from "./claims/go-metrics";
import { frameworkClaims, isRead, languageClaims } from "./claims/language";
import { listenClaims, springPorts } from "./claims/listens";
import { metricsClaims } from "./claims/metrics";
import { nginxClaims } from "./claims/nginx";
import { actuatorClaims, healthClaims, routesOf } from "./claims/paths";
import { portOfStart } from "./claims/servers";
import { installClaims, versionClaims } from "./claims/set-up";
import { startClaims, startOf } from "./claims/start";
import { userClaims } from "./claims/user";
import { workerClaims } from "./claims/worker";
import { chartsOf, type Declared, workflowsOf } from "./declared";
import { dependenciesOf } from "./dependencies";
import { type Claim, type FactName, type FactValue, type Settled, settle } from "./fact";
import { notesOf } from "./notes";
import { type FoundService, servicesOf } from "./services";

export interface DetectedService extends Settled {
  /** Below the repository; empty for the repository itself. */
  readonly folder: string;
  readonly dockerfile?: string;
  /** Under which names its requests are measured. */
  readonly names?: MetricsProfile;
  /** The same, where they are the program's own. */
  readonly ownNames?: MetricsNames;
  /** What a person should know. */
  readonly notes: readonly string[];
}

export interface Detected {
  readonly services: readonly DetectedService[];
  /** What delivers it already. */
  readonly workflows: readonly Declared[];
  readonly charts: readonly Declared[];
  /** What was not read, and why. */
  readonly skipped: readonly string[];
}

/** What nobody can deploy the service without. */
const ASKED: readonly FactName[] = ["language", "port", "healthPath", "readyPath", "metrics", "testCommand", "lintCommand"];
/** Nothing of it has a service that answers no requests. */
const OF_REQUESTS: readonly FactName[] = ["port", "healthPath", "readyPath", "metrics"];

/** Of a worker; the metrics of the program beside it are none of its own. */
const ofRequests = (claims: readonly Claim[]): readonly FactName[] =>
  claims.some(({ fact }) => fact === "managementPort") ? OF_REQUESTS : [...OF_REQUESTS, "metricsPath"];

/** What the files of a repository tell of its services. Nothing is run, and nothing outside the folder is read. */
export function detect(folder: string): Detected {
  const repository = new Repository(folder, "");
  return {
    services: servicesOf(repository).map(describe),
    workflows: workflowsOf(repository),
    charts: chartsOf(repository),
    skipped: repository.skipped,
  };
}

function describe({ files, compose }: FoundService): DetectedService {
  const claims = claimsOf({ files, compose });
  const isWorker = claims.some(({ fact }) => fact === "worker");
  const without = isWorker ? ofRequests(claims) : [];
  const asked = [...ASKED, ...(needsMetricsPath(claims) ? (["metricsPath"] as const) : [])];
  const settled = settle(
    claims.filter(({ fact }) => !without.includes(fact)),
    asked.filter((fact) => !without.includes(fact)),
  );
  const library = settled.facts.metrics?.value;
  const ownNames = library === undefined || isMetricsProfile(library) ? undefined : goHistogram(files)?.names;
  const names = isMetricsProfile(library) ? metricsProfiles[library] : metricsNamed(ownNames);
  return {
    folder: files.folder,
    ...(files.dockerfile && { dockerfile: files.dockerfile.file.path }),
    ...(names && { names }),
    ...(ownNames && { ownNames }),
    ...settled,
    notes: notesOf({ files, compose }, settled),
  };
}

/** Where a library measures, its metrics are somewhere; nginx' are the exporter's. */
function needsMetricsPath(claims: readonly Claim[]): boolean {
  const library = agreed(claims, "metrics");
  return library !== undefined && library !== "none" && library !== "nginx";
}

function claimsOf({ files, compose }: FoundService): Claim[] {
  const languages = languageClaims(files);
  const language = agreed(languages, "language");
  const isWhole = isRead(languages, language);
  const dependencies = isWhole ? dependenciesOf(files) : [];
  const frameworks = frameworkClaims(dependencies, files);
  const framework = agreed(frameworks, "framework");
  const start = startOf(files);
  const bound = portOfStart(files, start);
  const container = [...dockerfileClaims(files), ...composeClaims(files, compose)];
  const routes = routesOf(files, framework);
  const nginx = nginxClaims(files);
  const isExported = nginx.some(({ fact }) => fact === "metrics");
  const environment = start?.launch?.environment ?? new Map<string, string>();
  const claims = [
    ...languages,
    ...versionClaims(files, language),
    ...frameworks,
    ...buildClaims(files, compose),
    ...startClaims(start),
    ...userClaims(files),
    ...container,
    ...bound.claims,
    ...(bound.byServer ? [] : [...listenClaims(files, environment, start?.launch), ...springPorts(files, framework)]),
    ...nginx,
    ...healthClaims(routes, container),
    ...(framework === "spring" ? actuatorClaims(files, dependencies) : []),
    ...(isExported || !isWhole ? [] : metricsClaims(files, dependencies, routes)),
    ...installClaims(files, language),
    ...commandClaims(files, language, dependencies),
  ];
  return [...claims, ...workerClaims(files, dependencies, start, claims)];
}

function agreed(claims: readonly Claim[], fact: FactName): string | undefined {
  const value: FactValue | undefined = settle(claims, []).facts[fact]?.value;
  return value === undefined ? undefined : String(value);
}

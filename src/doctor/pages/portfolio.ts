import { RECORD } from "../../workspace/projects";
import type { Repository, SourceFile } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";

interface ServiceOptions {
  readonly name: string;
  readonly repository: string;
  readonly port?: number;
  readonly nodePort?: number;
  readonly exposure?: string;
  readonly availabilityTarget?: number;
  readonly runtime?: string;
  readonly worker?: boolean;
  readonly metrics?: unknown;
  readonly metricsPath?: string;
  readonly managementPort?: number;
}

export interface RecordedOptions {
  readonly owner?: string;
  readonly infraRepository?: string;
  readonly monitoringNamespace?: string;
  readonly minikubeMemoryMb?: number;
  readonly services?: readonly ServiceOptions[];
  readonly environments?: readonly { readonly name: string; readonly namespace?: string }[];
  readonly [name: string]: unknown;
}

/** The docs repository of a portfolio, and what lies beside it. */
export interface DocumentedPortfolio {
  readonly options: RecordedOptions;
  readonly docs: Repository;
  /** That of each service, which several may share, and the infra repository; nothing where one of them is not here. */
  readonly others?: { readonly apps: readonly Repository[]; readonly infra: Repository };
  readonly repositories: readonly Repository[];
  /** Names of those that are not here. */
  readonly missing: readonly string[];
}

/** The portfolio whose docs repository is among these, if there is one. */
export function portfolioIn({ repositories }: Workspace): DocumentedPortfolio | undefined {
  const docs = repositories.find((one) => recordOf(one)?.role === "docs");
  const options = docs && recordOf(docs)?.options;
  if (!docs || !options) return undefined;
  const named = (name: string | undefined) => repositories.find((one) => one.name === name && recordOf(one) !== undefined);
  const names = namesOf(options);
  const missing = names.filter((name) => !named(name));
  if (missing.length > 0) return { options, docs, repositories: [docs], missing };
  const apps = servicesOf(options).map(({ repository }) => named(repository)!);
  const infra = named(options.infraRepository)!;
  return { options, docs, others: { apps, infra }, repositories: [docs, ...new Set(apps), infra], missing };
}

/** Names of the repositories that lie beside the one with the documentation. */
export const namesOf = (options: RecordedOptions): string[] =>
  [...new Set([...servicesOf(options).map(({ repository }) => repository), options.infraRepository])].filter((name) => name !== undefined);

export function recordOf(repository: Repository): { readonly role?: string; readonly options?: RecordedOptions } | undefined {
  const file = repository.file(RECORD);
  return file && json(file);
}

/** Nothing for a file that is none. */
// biome-ignore lint/suspicious/noExplicitAny: whatever stands in the file.
export function json(file: SourceFile | undefined): any {
  try {
    return JSON.parse(file?.text ?? "");
  } catch {
    return undefined;
  }
}

/** Those of the options, or the only one. */
export function servicesOf(options: RecordedOptions): readonly ServiceOptions[] {
  const { appName: name, appRepository: repository, port, nodePort, exposure, availabilityTarget } = options;
  return options.services ?? [{ name, repository, port, nodePort, exposure, availabilityTarget } as ServiceOptions];
}

export const environmentsOf = (options: RecordedOptions) =>
  options.environments ?? [{ name: String(options.cluster), namespace: String(options.appNamespace ?? "<service>") }];

/** Each namespace that a service is deployed to. */
export function namespacesOf(options: RecordedOptions): string[] {
  const named = environmentsOf(options).map(({ name, namespace = `<service>-${name}` }) => namespace);
  return servicesOf(options).flatMap(({ name }) => named.map((namespace) => namespace.replaceAll("<service>", name)));
}

/** What the conformance checks need to know of a running service, whatever runs it: a process, a container or a cluster. */
export interface Service {
  /** The port of its users. */
  readonly url: string;
  /** The port of probes, metrics and faults. */
  readonly managementUrl: string;
  readonly contract: Contract;
  readonly routes: Routes;
  /** What it has written to standard output so far. */
  logs(): Promise<readonly string[]>;
}

/** Where the app of a runtime answers what the checks ask. */
export interface Routes {
  /** What runs. */
  readonly info: string;
  /** The name in metrics and log of a route of the sample API: its own, unless the app hands it on. */
  readonly nameOf: (path: string) => string;
}

/** A service that a check may end. */
export interface StoppableService extends Service {
  signal(name: "SIGTERM" | "SIGKILL"): void;
  readonly exitCode: Promise<number | null>;
}

/**
 * Starts a service of its own with these environment variables and waits until it is ready. Rejects with what the
 * service wrote when it ends before.
 */
export type Start = (environment: Readonly<Record<string, string>>) => Promise<StoppableService>;

/** A service that is a process of this machine: what cannot be done to a container from outside. */
export interface ProcessService extends StoppableService {
  /** Nobody reads standard output any more, until {@link resumeLog}. */
  stallLog(): void;
  resumeLog(): void;
  /** Resident memory of the process and its children. */
  megabytes(): number;
  /** Runs the health check of the image beside it, and gives its exit code. */
  healthCheck(environment?: Readonly<Record<string, string>>): Promise<number | null>;
}

export type StartProcess = (environment: Readonly<Record<string, string>>) => Promise<ProcessService>;

/** The parts of the app repository's contract.json that the checks use. */
export interface Contract {
  readonly name: string;
  readonly title: string;
  readonly port: number;
  readonly managementPort: number;
  readonly healthPath: string;
  readonly readyPath: string;
  readonly metricsPath: string;
  readonly durationBuckets: readonly number[];
  readonly latencyTargetMs: number;
  readonly repositories: Readonly<Record<"app" | "infra" | "docs", string>>;
}

/** One fact about the contract. Throws when it does not hold. */
export interface Check<Subject> {
  readonly name: string;
  run(subject: Subject): Promise<void>;
}

/** The paths that every service answers, by itself or through the API that it calls. */
export function routesOf({ healthPath, readyPath, metricsPath }: Contract): readonly string[] {
  return ["/", "/api/info", "/api/work", healthPath, readyPath, metricsPath];
}

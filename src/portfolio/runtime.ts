import type { ActionName } from "../actions";
import type { PortfolioOptions } from "./options";

/** What differs between services outside their own source. The pieces of text that differ are in the templates' folder `runtimes/<id>`. */
export interface Runtime {
  readonly id: NonNullable<PortfolioOptions["runtime"]>;
  readonly title: string;
  readonly language: string;
  /** Ecosystem name of Dependabot; none where nobody says what the app is written in. */
  readonly ecosystem?: "npm" | "uv" | "pip" | "gomod" | "maven" | "gradle";
  /** The base image, and the updates of it that change more than the Dockerfile: they are left to a person. */
  readonly baseImage?: { readonly name: "node" | "python"; readonly heldUpdates: readonly string[] };
  /** Run in the app repository; `install` once, for all that development needs, and `dev` while somebody edits. */
  readonly commands: {
    readonly install?: string;
    readonly test?: string;
    readonly lint?: string;
    readonly start?: string;
    /** Listens on the port of the service. */
    readonly dev?: (port: number) => string;
  };
  /** Where the app tells its name, its version and its pod. */
  readonly infoPath?: string;
  /** Where a request takes as many milliseconds as its `ms` says: a sample to look at, where the app has an API of its own. */
  readonly workPath?: string;
  /** Where the server lies that the runtimes in Node.js share (`templates/app/node-server`). */
  readonly serverFolder?: string;
  /** Where the page lies that the runtimes share which render one (`templates/app/page`). */
  readonly pageFolder?: string;
  /** The file in which a person adds the first route of their own. */
  readonly firstFile?: string;
  /** Where a pool of threads answers: the gauge of the requests that wait for one. */
  readonly waitingMetric?: string;
  /** What git must not keep, besides what every repository ignores. */
  readonly ignored: readonly string[];
  /** What CI sets up before anything else, where the runtime has no piece of its own for it. */
  readonly setUp?: readonly { readonly uses: ActionName; readonly inputs: Readonly<Record<string, string | boolean>> }[];
  /** The app that comes with a runtime, and what it can do; none where a person brings one, of which nothing is known. */
  readonly app?: AppTraits;
}

/** What every app that comes with a runtime can do. */
export interface AppTraits {
  /** The user of its image. */
  readonly user: number;
}

/** A runtime that brings an app. */
export interface AppRuntime extends Runtime {
  readonly id: Exclude<Runtime["id"], "container">;
  readonly ecosystem: "npm" | "uv";
  readonly baseImage: NonNullable<Runtime["baseImage"]>;
  readonly commands: Required<Runtime["commands"]>;
  readonly infoPath: string;
  readonly firstFile: string;
  readonly app: AppTraits;
}

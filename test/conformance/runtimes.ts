import type { AppRuntime } from "../../src/portfolio/runtimes";
import { buildNodeApp, installPythonApp } from "./apps";
import { startStandInApi } from "./stand-in-api";
import type { Program } from "./start-process";
import type { Traits } from "./suite";

interface Conformance {
  /** Generates the app and what it needs to run, as a process. */
  readonly prepare: () => Program;
  /** Starts what the app needs beside it, and says where it is, on a host of this name. */
  readonly surround?: (host: string) => Promise<Readonly<Record<string, string>>>;
  readonly traits: Traits;
  /** What is different in a container. */
  readonly inContainer?: Partial<Traits>;
}

const all: Traits = { samples: true, processMetrics: true, departures: true };

/** How each runtime takes the suite. */
export const conformance: Readonly<Record<AppRuntime["id"], Conformance>> = {
  express: { prepare: () => buildNodeApp("express"), traits: all },
  flask: {
    prepare: () => installPythonApp("flask"),
    traits: all,
    // Gunicorn sends to whoever has closed one direction.
    inContainer: { departures: false },
  },
  fastapi: { prepare: () => installPythonApp("fastapi"), traits: all },
  static: {
    prepare: () => buildNodeApp("static"),
    surround: async (host) => ({ API_URL: `http://${host}:${await startStandInApi()}` }),
    traits: { ...all, samples: false },
  },
};

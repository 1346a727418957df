import type { Runtime } from "../../src/portfolio/runtimes";
import { buildExpressApp, installPythonApp } from "./apps";
import type { Program } from "./start-process";
import type { Traits } from "./suite";

interface Conformance {
  /** Generates the app and what it needs to run, as a process. */
  readonly prepare: () => Program;
  readonly traits: Traits;
  /** What is different in a container. */
  readonly inContainer?: Partial<Traits>;
}

const all: Traits = { processMetrics: true, parserErrors: true, departures: true };

/** How each runtime takes the suite. */
export const conformance: Readonly<Record<Runtime["id"], Conformance>> = {
  express: { prepare: buildExpressApp, traits: all },
  flask: {
    prepare: () => installPythonApp("flask"),
    // Gunicorn refuses by itself what it cannot parse, and sends to whoever has closed one direction.
    traits: { ...all, parserErrors: false },
    inContainer: { departures: false },
  },
  fastapi: { prepare: () => installPythonApp("fastapi"), traits: all },
};

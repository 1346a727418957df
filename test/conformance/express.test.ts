import { buildExpressApp } from "./apps";
import { describeConformance } from "./describe-conformance";
import { startProcess } from "./start-process";

describeConformance("the Express app", () => startProcess(buildExpressApp()), {
  processMetrics: true,
  parserErrors: true,
  departures: true,
});

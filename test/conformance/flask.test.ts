import { installFlaskApp } from "./apps";
import { describeConformance } from "./describe-conformance";
import { startProcess } from "./start-process";

describeConformance("the Flask app", () => startProcess(installFlaskApp()), {
  processMetrics: true,
  parserErrors: false,
  departures: true,
});

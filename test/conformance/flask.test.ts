import { installFlaskApp } from "./apps";
import { describeConformance } from "./describe-conformance";
import { startProcess } from "./start-process";

describeConformance("the Flask app", () => startProcess(installFlaskApp()), { processMetrics: true, parserErrors: false });

describeConformance("the Flask app with three workers", () => startProcess(installFlaskApp({ WEB_CONCURRENCY: "3" })), {
  processMetrics: false,
  parserErrors: false,
});

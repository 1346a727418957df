import { installFlaskApp } from "./apps";
import { describeConformance } from "./describe-conformance";
import { startProcess } from "./start-process";

describeConformance("the Flask app", {
  prepare() {
    const { command, contract } = installFlaskApp();
    return startProcess(command, contract);
  },
  processMetrics: true,
});

describeConformance("the Flask app with three workers", {
  prepare() {
    const { command, contract } = installFlaskApp({ WEB_CONCURRENCY: "3" });
    return startProcess(command, contract);
  },
  processMetrics: false,
});

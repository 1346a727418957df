import { buildExpressApp } from "./apps";
import { describeConformance } from "./describe-conformance";
import { startProcess } from "./start-process";

describeConformance("the Express app", {
  prepare() {
    const { command, contract } = buildExpressApp();
    return startProcess(command, contract);
  },
  processMetrics: true,
});

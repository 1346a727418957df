import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { answerChecks } from "./answers";
import { hostileChecks } from "./hostile";
import { lifecycleChecks } from "./lifecycle";
import { logChecks } from "./logs";
import { metricsChecks, processMetricsChecks } from "./metrics";
import type { Start, StoppableService } from "./service";

export interface Runtime {
  /** Called once, before the checks. */
  prepare(): Start;
  readonly processMetrics: boolean;
}

/** Every check of the contract against one runtime, as tests of jest. Elsewhere, loop over the checks. */
export function describeConformance(name: string, { prepare, processMetrics }: Runtime): void {
  describe(name, () => {
    let start: Start;
    let service: StoppableService;

    beforeAll(async () => {
      start = prepare();
      service = await start({ LOG_LEVEL: "debug", SHUTDOWN_DELAY_MS: "0" });
    }, 180_000);

    afterAll(async () => {
      service?.signal("SIGTERM");
      await service?.exitCode;
    });

    const groups = {
      answers: answerChecks,
      metrics: [...metricsChecks, ...(processMetrics ? processMetricsChecks : [])],
      "hostile input": hostileChecks,
      logs: logChecks,
    };
    for (const [group, checks] of Object.entries(groups)) {
      describe(group, () => {
        for (const check of checks) test(check.name, () => check.run(service));
      });
    }
    describe("lifecycle", () => {
      for (const check of lifecycleChecks) test(check.name, () => check.run(start));
    });
  });
}

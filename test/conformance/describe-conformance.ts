import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { type Runtime, runtimes } from "../../src/portfolio/runtimes";
import { conformance } from "./runtimes";
import type { ProcessService, StartProcess } from "./service";
import { startProcess } from "./start-process";
import { SHARED_ENVIRONMENT, serviceChecks, startChecks } from "./suite";
import { surroundingsChecks } from "./surroundings";

/** Every check of the contract against one runtime, as tests of jest. Its app is made once, before them. */
export function describeConformance(runtime: Runtime["id"]): void {
  const { prepare, traits } = conformance[runtime];
  describe(`the ${runtimes[runtime].title} app`, () => {
    let start: StartProcess;
    let service: ProcessService;

    beforeAll(async () => {
      start = startProcess(prepare());
      service = await start(SHARED_ENVIRONMENT);
    }, 180_000);

    afterAll(async () => {
      service?.signal("SIGTERM");
      await service?.exitCode;
    });

    for (const [group, checks] of Object.entries(serviceChecks(traits))) {
      describe(group, () => {
        for (const check of checks) test(check.name, () => check.run(service));
      });
    }
    for (const [group, checks] of Object.entries({ ...startChecks, surroundings: surroundingsChecks })) {
      describe(group, () => {
        for (const check of checks) test(check.name, () => check.run(start), 240_000);
      });
    }
  });
}

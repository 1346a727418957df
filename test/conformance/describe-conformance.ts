import { afterAll, beforeAll, describe, test } from "@jest/globals";
import type { ProcessService, StartProcess } from "./service";
import { SHARED_ENVIRONMENT, serviceChecks, startChecks, type Traits } from "./suite";
import { surroundingsChecks } from "./surroundings";

/** Every check of the contract against one runtime, as tests of jest. `prepare` is called once, before them. */
export function describeConformance(name: string, prepare: () => StartProcess, traits: Traits): void {
  describe(name, () => {
    let start: StartProcess;
    let service: ProcessService;

    beforeAll(async () => {
      start = prepare();
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

import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { lifecycleChecks } from "./lifecycle";
import type { Start, StoppableService } from "./service";
import { SHARED_ENVIRONMENT, serviceChecks, type Traits } from "./suite";

/** Every check of the contract against one runtime, as tests of jest. `prepare` is called once, before them. */
export function describeConformance(name: string, prepare: () => Start, traits: Traits): void {
  describe(name, () => {
    let start: Start;
    let service: StoppableService;

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
    describe("lifecycle", () => {
      for (const check of lifecycleChecks) test(check.name, () => check.run(start));
    });
  });
}

import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { type AppRuntime, runtimes } from "../../src/portfolio/runtimes";
import { conformance } from "./runtimes";
import type { ProcessService, StartProcess } from "./service";
import { startProcess } from "./start-process";
import { SHARED_ENVIRONMENT, serviceChecks, startChecks } from "./suite";
import { surroundingsChecks } from "./surroundings";

/** Checks that wait for slow clients, many clients and a reader of the log that reads nothing: minutes for each runtime. */
const patient = new Set(["saturation", "surroundings"]);

/** The checks of one running service; those that start services of their own; and those among them that take minutes. */
export type Part = "service" | "starts" | "patient";

/** Checks of the contract against one runtime, as tests of jest. Its app is made once, before them. */
export function describeConformance(runtime: AppRuntime["id"], ...parts: readonly Part[]): void {
  const { prepare, surround, traits } = conformance[runtime];
  describe(`the ${runtimes[runtime].title} app`, () => {
    let start: StartProcess;
    let service: ProcessService;

    beforeAll(async () => {
      start = startProcess({ ...prepare(), environment: await surround?.("127.0.0.1") });
      service = await start(SHARED_ENVIRONMENT);
    }, 600_000); // the first time, what the app needs is installed

    afterAll(async () => {
      service?.signal("SIGTERM");
      await service?.exitCode;
    });

    for (const [group, checks] of parts.includes("service") ? Object.entries(serviceChecks(traits)) : []) {
      describe(group, () => {
        for (const check of checks) test(check.name, () => check.run(service));
      });
    }
    for (const [group, checks] of Object.entries({ ...startChecks(traits), surroundings: surroundingsChecks })) {
      if (!parts.includes(patient.has(group) ? "patient" : "starts")) continue;
      describe(group, () => {
        for (const check of checks) test(check.name, () => check.run(start), 240_000);
      });
    }
  });
}

import { answerChecks } from "./answers";
import { hostileChecks } from "./hostile";
import { lifecycleChecks } from "./lifecycle";
import { logChecks } from "./logs";
import { metricsChecks, processMetricsChecks } from "./metrics";
import type { Check, Service, Start } from "./service";

/** The environment of the service that all checks of a running service share. */
export const SHARED_ENVIRONMENT = { LOG_LEVEL: "debug", SHUTDOWN_DELAY_MS: "0" };

export interface Traits {
  /** Whether the metrics library tells of its process: not with several gunicorn workers. */
  readonly processMetrics: boolean;
}

/** The checks of a service that runs with {@link SHARED_ENVIRONMENT}, by group. */
export function serviceChecks({ processMetrics }: Traits): Readonly<Record<string, readonly Check<Service>[]>> {
  return {
    answers: answerChecks,
    metrics: processMetrics ? [...metricsChecks, ...processMetricsChecks] : metricsChecks,
    "hostile input": hostileChecks,
    logs: logChecks,
  };
}

/** Runs every check without a test framework, and gives what failed: the name of the check and why. */
export async function runConformance(
  start: Start,
  traits: Traits,
): Promise<{ readonly passed: number; readonly failures: readonly string[] }> {
  let passed = 0;
  const failures: string[] = [];
  const run = async <Subject>(check: Check<Subject>, subject: Subject) => {
    try {
      await check.run(subject);
      passed += 1;
    } catch (error) {
      failures.push(`${check.name}: ${error instanceof Error ? error.message : error}`);
    }
  };

  const service = await start(SHARED_ENVIRONMENT);
  try {
    for (const check of Object.values(serviceChecks(traits)).flat()) await run(check, service);
  } finally {
    service.signal("SIGKILL");
    await service.exitCode;
  }
  for (const check of lifecycleChecks) await run(check, start);
  return { passed, failures };
}

import { answerChecks, sampleChecks } from "./answers";
import { departureChecks } from "./departures";
import { faultChecks } from "./faults";
import { hostileChecks } from "./hostile";
import { lifecycleChecks, sampleStartChecks } from "./lifecycle";
import { logChecks } from "./logs";
import { managementChecks, managementStartChecks } from "./management";
import { metricsChecks, processMetricsChecks } from "./metrics";
import { parserErrorChecks } from "./parser-errors";
import { saturationChecks } from "./saturation";
import type { Check, Service, Start } from "./service";
import { siteChecks } from "./site";
import { targetChecks } from "./targets";

/** The environment of the service that all checks of a running service share. */
export const SHARED_ENVIRONMENT = { LOG_LEVEL: "debug", SHUTDOWN_DELAY_MS: "0" };

export interface Traits {
  /** Whether it has an API of its own and renders its page: the samples that a person begins with. */
  readonly samples: boolean;
  /** Whether the metrics library tells of its process: not with several gunicorn workers. */
  readonly processMetrics: boolean;
  /**
   * Whether a client that leaves is told from one that only has sent all. Docker's proxy closes one direction for both, and a
   * server that waits for a failing write before it calls a client gone, as it must for clients of the second kind, then sends.
   */
  readonly departures: boolean;
}

/** The checks of a service that runs with {@link SHARED_ENVIRONMENT}, by group. */
export function serviceChecks({ samples, processMetrics, departures }: Traits): Readonly<Record<string, readonly Check<Service>[]>> {
  return {
    samples: samples ? sampleChecks : siteChecks,
    answers: answerChecks,
    metrics: processMetrics ? [...metricsChecks, ...processMetricsChecks] : metricsChecks,
    management: managementChecks,
    "request targets": targetChecks,
    "hostile input": [...hostileChecks, ...parserErrorChecks],
    logs: logChecks,
    departures: departures ? departureChecks : [],
  };
}

/** The checks that start services of their own, by group. */
export function startChecks({ samples }: Traits): Readonly<Record<string, readonly Check<Start>[]>> {
  return {
    lifecycle: samples ? [...lifecycleChecks, ...sampleStartChecks] : lifecycleChecks,
    faults: faultChecks,
    management: managementStartChecks,
    saturation: saturationChecks,
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
  for (const check of Object.values(startChecks(traits)).flat()) await run(check, start);
  return { passed, failures };
}

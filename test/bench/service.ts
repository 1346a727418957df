import { median, type Result } from "./measure";
import { installPeers } from "./peers";
import { Instance } from "./service/instance";
import { flood, steady } from "./service/load";
import { restartUnderLoad } from "./service/restarts";
import { expressVariants, flaskVariants, type Variants } from "./service/variants";

const PATH = "/api/info";
const PAIRS = 3;
const ROUNDS = 10;
const FLOOD = 2_500;
const REQUESTS = 10_000;

/** The generated services of both runtimes, against themselves without metrics and logs where that tells something. */
export async function benchService(): Promise<Result[]> {
  installPeers();
  const results: Result[] = [];
  for (const [name, build] of Object.entries({ Express: expressVariants, Flask: flaskVariants })) {
    const variants = build();
    const measured = [
      await timeToReady(variants),
      await speed(variants),
      await delay(variants),
      await memory(variants),
      await losses(variants),
    ];
    results.push(...measured.map((result) => ({ ...result, what: `${name}: ${result.what}` })));
  }
  return results;
}

async function timeToReady({ whole }: Variants): Promise<Result> {
  const times: number[] = [];
  for (let run = 0; run <= 7; run++) {
    const instance = await Instance.start(whole, { SHUTDOWN_DELAY_MS: "0" });
    if (run > 0) times.push(instance.millisecondsToReady / 1000); // the first run warms the file cache
    await instance.stop();
  }
  return { what: "ready after start", value: median(times), unit: "s", reach: 1 };
}

/** In short rounds, as the machine's own speed changes; with several processes, as two of one program differ by some percent. */
async function speed(variants: Variants): Promise<Result> {
  const rates: number[][] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    await withBoth(variants, async ([whole, bare]) => {
      for (let round = 0; round < ROUNDS; round++) {
        const rate = [0, 0];
        for (const turn of round % 2 ? [0, 1] : [1, 0]) rate[turn] = await flood([whole, bare][turn].url + PATH, FLOOD);
        rates.push(rate);
      }
    });
  }
  const [rate, bareRate] = [0, 1].map((column) => median(rates.map((row) => row[column])));
  return {
    what: "requests a second, to without metrics and logs",
    value: median(rates.map(([one, other]) => one / other)),
    unit: "×",
    reach: 0.85,
    atLeast: true,
    note: `${rate.toFixed(0)} against ${bareRate.toFixed(0)}`,
  };
}

async function delay(variants: Variants): Promise<Result> {
  const [whole, bare] = await withBoth(variants, (both) =>
    steady(
      both.map(({ url }) => url + PATH),
      400,
      25,
    ),
  );
  return {
    what: "p99 at 200 requests a second, to without",
    value: whole / bare,
    unit: "×",
    reach: 1.25,
    note: `${whole.toFixed(2)} ms against ${bare.toFixed(2)} ms`,
  };
}

async function memory({ whole }: Variants): Promise<Result> {
  const instance = await Instance.start(whole, { SHUTDOWN_DELAY_MS: "0" });
  await flood(instance.url + PATH, 50_000);
  const early = instance.memory();
  await flood(instance.url + PATH, 150_000);
  const late = instance.memory();
  await instance.stop();
  return {
    what: "memory after 200,000 requests, to after 50,000",
    value: late / early,
    unit: "×",
    reach: 1.1,
    note: `${late.toFixed(0)} MB`,
  };
}

/** Both variants, warm. */
async function withBoth<T>({ whole, bare }: Variants, measure: (both: readonly Instance[]) => Promise<T>): Promise<T> {
  const both = [await Instance.start(whole, { SHUTDOWN_DELAY_MS: "0" }), await Instance.start(bare, { SHUTDOWN_DELAY_MS: "0" })];
  for (const { url } of both) await flood(url + PATH, FLOOD);
  const result = await measure(both);
  await Promise.all(both.map((instance) => instance.stop()));
  return result;
}

async function losses({ whole }: Variants): Promise<Result> {
  const { failed, restarts } = await restartUnderLoad(whole, REQUESTS);
  return { what: `failed of ${REQUESTS} requests`, value: failed, unit: "requests", reach: 0, note: `${restarts} restarts meanwhile` };
}

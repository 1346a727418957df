import { median, type Result } from "./measure";
import { installPeers } from "./peers";
import { Instance } from "./service/instance";
import { flood, steady } from "./service/load";
import { restartUnderLoad } from "./service/restarts";
import { expressVariants, flaskVariants, type Variants } from "./service/variants";

const PATH = "/api/info";
const FLOOD = 12_500;
const ROUNDS = 10;
const REQUESTS = 10_000;

/** The generated services of both runtimes, against themselves without metrics and logs where that tells something. */
export async function benchService(): Promise<Result[]> {
  installPeers();
  const results: Result[] = [];
  for (const [name, build] of Object.entries({ Express: expressVariants, Flask: flaskVariants })) {
    const variants = build();
    const measured = [await timeToReady(variants), ...(await underLoad(variants)), await losses(variants)];
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

/** Speed, delay and memory come from the same two processes: the rounds of the first are the requests of the last. */
async function underLoad(variants: Variants): Promise<Result[]> {
  const whole = await Instance.start(variants.whole, { SHUTDOWN_DELAY_MS: "0" });
  const bare = await Instance.start(variants.bare, { SHUTDOWN_DELAY_MS: "0" });
  const urls = [whole.url + PATH, bare.url + PATH];
  for (const url of urls) await flood(url, 2_000);

  const [delay, bareDelay] = await steady(urls, 400, 25);

  const rates: number[][] = [];
  let early = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const rate = [0, 0];
    for (const turn of round % 2 ? [0, 1] : [1, 0]) rate[turn] = await flood(urls[turn], FLOOD);
    rates.push(rate);
    if (round * FLOOD === 50_000) early = whole.memory();
  }
  await flood(urls[0], 200_000 - ROUNDS * FLOOD);
  const late = whole.memory();
  await Promise.all([whole.stop(), bare.stop()]);

  const [rate, bareRate] = middles(rates);
  return [
    {
      what: "requests a second, to without metrics and logs",
      value: median(rates.map(([one, other]) => one / other)),
      unit: "×",
      reach: 0.85,
      atLeast: true,
      note: `${rate.toFixed(0)} against ${bareRate.toFixed(0)}`,
    },
    {
      what: "p99 at 200 requests a second, to without",
      value: delay / bareDelay,
      unit: "×",
      reach: 1.25,
      note: `${delay.toFixed(2)} ms against ${bareDelay.toFixed(2)} ms`,
    },
    {
      what: "memory after 200,000 requests, to after 50,000",
      value: late / early,
      unit: "×",
      reach: 1.1,
      note: `${late.toFixed(0)} MB`,
    },
  ];
}

/** The median of each column. */
const middles = (rows: readonly number[][]) => rows[0].map((_, column) => median(rows.map((row) => row[column])));

async function losses({ whole }: Variants): Promise<Result> {
  const { failed, restarts } = await restartUnderLoad(whole, REQUESTS);
  return { what: `failed of ${REQUESTS} requests`, value: failed, unit: "requests", reach: 0, note: `${restarts} restarts meanwhile` };
}

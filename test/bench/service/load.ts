import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { join } from "node:path";
import { setInterval as ticks } from "node:timers/promises";
import { autocannon } from "../peers";
import { statusOf } from "./instance";

let generator: ChildProcess | undefined;

/** Answered requests a second, when the client always has 64 waiting: with few it sleeps, and waking it is what takes the time. */
export async function flood(url: string, requests: number): Promise<number> {
  generator ??= startGenerator();
  generator.send({ url, requests });
  const [{ errors, non2xx, seconds, "2xx": answered }] = await once(generator, "message", { signal: AbortSignal.timeout(600_000) });
  if (errors + non2xx > 0 || answered !== requests) throw new Error(`${url}: ${answered} of ${requests} requests answered`);
  return answered / seconds;
}

/** It ends with this process, and does not keep it. */
function startGenerator(): ChildProcess {
  const child = fork(join(__dirname, "load-generator.cjs"), [autocannon], { execArgv: [] });
  child.unref();
  child.channel?.unref();
  return child;
}

/** 99th percentile in milliseconds of each of the addresses, asked in turn at a steady rate together. */
export async function steady(urls: readonly string[], rate: number, seconds: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const times: number[][] = urls.map(() => []);
  const asked: Promise<void>[] = [];
  const ask = async (turn: number) => {
    const start = performance.now();
    if ((await statusOf(urls[turn], agent)) !== 200) throw new Error(`${urls[turn]} did not answer`);
    times[turn].push(performance.now() - start);
  };
  const start = performance.now();
  for await (const _ of ticks(1)) {
    // One a tick, so that none waits for this process to send another.
    if (asked.length < ((performance.now() - start) / 1000) * rate) asked.push(ask(asked.length % urls.length));
    if (asked.length === rate * seconds) break;
  }
  await Promise.all(asked);
  agent.destroy();
  return times.map((values) => values.sort((a, b) => a - b)[Math.floor(values.length * 0.99)]);
}

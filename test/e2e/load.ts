import { Agent, get } from "node:http";
import type { Portfolio } from "./portfolio";

export interface LoadResult {
  readonly requests: number;
  readonly failures: readonly string[];
  readonly slowestMs: number;
  /** Requests by the application's version. */
  readonly versions: Readonly<Record<string, number>>;
}

/**
 * A steady load with a fixed rate, which does not slow down when the server does. Every other request keeps
 * its connection for the next one, the rest open one each: both kinds of clients exist. Nothing is repeated:
 * an answer that is not 200, a broken connection and a timeout count as failures.
 */
export function startLoad(address: string, path: string, perSecond = 25): { stop(): Promise<LoadResult> } {
  const kept = new Agent({ keepAlive: true, maxSockets: 8 });
  const fresh = new Agent({ keepAlive: false });
  const failures: string[] = [];
  const versions: Record<string, number> = {};
  const open = new Set<Promise<void>>();
  let requests = 0;
  let slowestMs = 0;

  const request = (): void => {
    const started = Date.now();
    const agent = requests++ % 2 ? kept : fresh;
    const done = new Promise<void>((resolve) => {
      const fail = (reason: string) => {
        failures.push(
          `${new Date(started).toISOString()} after ${Date.now() - started} ms, ${agent === kept ? "kept" : "new"} connection: ${reason}`,
        );
        resolve();
      };
      const call = get(`${address}${path}`, { agent, timeout: 5000 }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        response.on("error", (error) => fail(error.message));
        response.on("end", () => {
          if (response.statusCode !== 200) return fail(`status ${response.statusCode}`);
          slowestMs = Math.max(slowestMs, Date.now() - started);
          const version = /"version":\s*"([^"]*)"/.exec(body)?.[1] ?? "unknown";
          versions[version] = (versions[version] ?? 0) + 1;
          resolve();
        });
      });
      call.on("timeout", () => call.destroy(new Error("no answer within 5 s")));
      call.on("error", (error) => fail(error.message));
    });
    open.add(done);
    done.then(() => open.delete(done));
  };

  const timer = setInterval(request, 1000 / perSecond);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      kept.destroy();
      fresh.destroy();
      return { requests, failures, slowestMs, versions };
    },
  };
}

/** Runs an action under load and insists that no request failed. */
export async function withoutFailure(portfolio: Portfolio, action: () => Promise<unknown>): Promise<LoadResult> {
  const load = startLoad(await portfolio.address(), portfolio.runtimeType.infoPath);
  let result: LoadResult;
  try {
    await action();
  } finally {
    result = await load.stop();
  }
  if (result.failures.length > 0) {
    throw new Error(`${result.failures.length} of ${result.requests} requests failed:\n${result.failures.slice(0, 10).join("\n")}`);
  }
  return result;
}

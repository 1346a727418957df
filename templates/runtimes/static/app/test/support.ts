import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { createApp } from '../server/app.ts';
import { loadConfig } from '../server/config.ts';
import { readContract } from '../server/contract.ts';
import { answerParserErrors, createObservedServer } from '../server/errors.ts';
import type { Lifecycle } from '../server/lifecycle.ts';
import { createLogger } from '../server/logger.ts';

export type LogEntry = Record<string, unknown>;

/** Where the address of the API stands whose `/api/` this service hands on. */
export const API = readContract().calls?.[0]?.variable ?? 'API_URL';

/** The app on two free ports, until the test ends, with the site that `npm test` has built. */
export async function startApp(
  test: TestContext,
  environment: Record<string, string> = {},
  options: ServerOptions = {},
  contract = readContract(),
) {
  const logs: LogEntry[] = [];
  const lifecycle: Lifecycle = { phase: 'ready' };
  const config = loadConfig({ POD_NAME: 'pod-1', LOG_LEVEL: 'debug', ...environment }, contract);
  const logger = createLogger(config.logLevel, { write: (line) => logs.push(JSON.parse(line)) });

  const app = createApp(config, lifecycle, logger);
  const web = createObservedServer(options, app.web);
  answerParserErrors(web, app.record);
  const port = await listen(test, web);
  const url = `http://127.0.0.1:${port}`;
  const management = `http://127.0.0.1:${await listen(test, createObservedServer({}, app.management))}`;
  return {
    contract: config.contract,
    lifecycle,
    logs,
    url,
    get: (path: string, init?: RequestInit) => fetch(url + path, init),
    manage: (path: string, init?: RequestInit) => fetch(management + path, init),
    metrics: async () => (await fetch(management + config.contract.metricsPath)).text(),
    /** Sends these very bytes; the answer when the server has closed the connection. */
    raw: (bytes: string) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(bytes);
      return text(socket);
    },
  };
}

/** An API that this service calls, until the test ends: its address. */
export async function startApi(test: TestContext, answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(test, createServer(answer))}`;
}

/** Answers after as many milliseconds as it is asked for, and counts who has left before. */
export const slowApi: RequestListener = (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://api');
  const waitedMs = Number(searchParams.get('ms'));
  const timer = setTimeout(
    () => response.setHeader('content-type', 'application/json').end(JSON.stringify({ waitedMs })),
    waitedMs,
  );
  response.once('close', () => clearTimeout(timer));
};

async function listen(test: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

export async function eventually(check: () => unknown | Promise<unknown>, what: string): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`still not true after 5 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

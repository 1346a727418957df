import { once } from 'node:events';
import type { Server, ServerOptions } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { answerParserErrors, createObservedServer } from '../src/errors.ts';
import type { Lifecycle } from '../src/lifecycle.ts';
import { createLogger } from '../src/logger.ts';

export type LogEntry = Record<string, unknown>;

/** The app on two free ports, until the test ends. */
export async function startApp(
  test: TestContext,
  environment: Record<string, string> = {},
  options: ServerOptions = {},
) {
  const logs: LogEntry[] = [];
  const lifecycle: Lifecycle = { phase: 'ready' };
  const config = loadConfig({ POD_NAME: 'pod-1', LOG_LEVEL: 'debug', ...environment });
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

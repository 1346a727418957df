import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { createApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import type { Lifecycle } from '../src/lifecycle.ts';
import { createLogger } from '../src/logger.ts';

export type LogEntry = Record<string, unknown>;

/** The app on a free port, until the test ends. */
export async function startApp(test: TestContext, environment: Record<string, string> = {}) {
  const logs: LogEntry[] = [];
  const lifecycle: Lifecycle = { phase: 'ready' };
  const config = loadConfig({ POD_NAME: 'pod-1', LOG_LEVEL: 'debug', ...environment });
  const logger = createLogger(config.logLevel, (line) => logs.push(JSON.parse(line)));

  const server = createServer(createApp(config, lifecycle, logger));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.close();
    server.closeAllConnections();
  });

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    contract: config.contract,
    lifecycle,
    logs,
    url,
    get: (path: string, init?: RequestInit) => fetch(url + path, init),
    metrics: async () => (await fetch(url + config.contract.metricsPath)).text(),
  };
}

export async function eventually(check: () => unknown | Promise<unknown>, what: string): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`still not true after 5 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

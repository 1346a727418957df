import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { answerParserErrors, createObservedServer } from './errors.ts';
import { drainOnSignal, type Lifecycle } from './lifecycle.ts';
import { createLogger, exitAfterLog } from './logger.ts';

const config = loadConfig();
const logger = createLogger(config.logLevel);

// After an error that nothing caught, the state is unknown: stop, and let the platform start afresh.
process.on('uncaughtException', (err) => {
  logger.fatal({ err }, 'uncaught error');
  exitAfterLog(logger, 1);
});

const lifecycle: Lifecycle = { phase: 'starting' };
const app = createApp(config, lifecycle, logger);
const options = {
  keepAliveTimeout: config.keepAliveMs,
  // A client that does not get its request sent holds a connection no longer than this.
  headersTimeout: 10_000,
  requestTimeout: 30_000,
};
const web = createObservedServer(options, app.web);
const management = createObservedServer(options, app.management);
answerParserErrors(web, app.record);
drainOnSignal(web, lifecycle, config, logger);

const [port, managementPort] = await Promise.all([listen(web, config.port), listen(management, config.managementPort)]);
lifecycle.phase = 'ready';
const { version, revision, pod } = config;
logger.info({ port, managementPort, version, revision, pod }, 'listening');

async function listen(server: Server, port: number): Promise<number> {
  // Without a host Node takes all addresses, of IPv6 as well if the machine has it.
  server.listen({ port, ...(config.bindAddress && { host: config.bindAddress }) });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

import { createServer } from 'node:http';
import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { drainOnSignal, type Lifecycle } from './lifecycle.ts';
import { createLogger, describeError } from './logger.ts';

const config = loadConfig();
const logger = createLogger(config.logLevel);

// After an error that nothing caught, the state is unknown: stop, and let the platform start afresh.
process.on('uncaughtException', (error) => {
  logger.error('uncaught error', describeError(error));
  process.exit(1);
});

const lifecycle: Lifecycle = { phase: 'starting' };
// Longer than the idle timeout of common load balancers (60 s), so that they, not we, close an idle connection.
const server = createServer({ keepAliveTimeout: 65_000 }, createApp(config, lifecycle, logger));
drainOnSignal(server, lifecycle, config, logger);

server.listen(config.port, config.host, () => {
  lifecycle.phase = 'ready';
  const { version, revision, pod } = config;
  logger.info('listening', { address: server.address(), version, revision, pod });
});

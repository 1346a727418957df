import type { Server } from 'node:http';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import type { Logger } from './logger.ts';

export interface Lifecycle {
  phase: 'starting' | 'ready' | 'draining';
}

/**
 * Ends the process without losing a request: says "not ready", goes on serving until load balancers have noticed,
 * stops accepting, and lets the running requests finish.
 */
export function drainOnSignal(server: Server, lifecycle: Lifecycle, config: Config, logger: Logger): void {
  let running = 0;

  server.prependListener('request', (_request, response) => {
    running += 1;
    if (lifecycle.phase === 'draining') response.setHeader('Connection', 'close');
    response.once('close', () => {
      running -= 1;
      if (running === 0 && !server.listening) server.closeAllConnections();
    });
  });

  const drain = async (signal: NodeJS.Signals) => {
    if (lifecycle.phase === 'draining') {
      logger.warn('second signal, stopping at once', { signal });
      process.exit(1);
    }
    lifecycle.phase = 'draining';
    logger.info('draining', { signal });
    // SIGINT comes from a keyboard: there is no load balancer to wait for.
    await wait(signal === 'SIGINT' ? 0 : config.shutdownDelayMs);

    server.close(async () => {
      // A request that its client gave up ends after its connection, and is recorded a turn of the event loop later.
      while (running > 0) await nextTurn();
      await nextTurn();
      logger.info('stopped');
      process.exit(0);
    });
    // Connections that are kept alive, or that never sent a request, would hold the server open.
    if (running === 0) server.closeAllConnections();
    await wait(config.shutdownTimeoutMs);
    logger.error('requests still run after the shutdown timeout, cutting them off', { running });
    process.exit(1);
  };
  process.on('SIGTERM', drain);
  process.on('SIGINT', drain);
}

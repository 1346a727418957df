import type { Server } from 'node:http';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Config } from './config.ts';
import { exitAfterLog, type Logger } from './logger.ts';

export interface Lifecycle {
  phase: 'starting' | 'ready' | 'draining';
}

const POLL_MS = 10;
// As many as the kernel holds for a server that names no number of its own.
const BACKLOG = 511;

/**
 * Ends the process without losing a request: says "not ready", goes on serving until load balancers have noticed,
 * stops accepting, and lets the running requests finish.
 */
export function drainOnSignal(server: Server, lifecycle: Lifecycle, config: Config, logger: Logger): void {
  const { shutdownDelayMs, shutdownTimeoutMs: timeoutMs } = config;
  let running = 0;

  server.prependListener('request', (_request, response) => {
    running += 1;
    if (lifecycle.phase === 'draining') response.setHeader('Connection', 'close');
    response.once('close', () => {
      running -= 1;
    });
  });

  const drain = async (signal: NodeJS.Signals) => {
    if (lifecycle.phase === 'draining') {
      logger.warn({ signal }, 'second signal, stopping at once');
      exitAfterLog(logger, 1);
      return;
    }
    lifecycle.phase = 'draining';
    // SIGINT comes from a keyboard: there is no load balancer to wait for.
    const delayMs = signal === 'SIGINT' ? 0 : shutdownDelayMs;
    logger.info({ signal, delayMs, timeoutMs }, 'draining');
    await wait(delayMs);

    const deadline = Date.now() + timeoutMs;
    await backlogTaken(server);
    server.close();
    while (running > 0 && Date.now() < deadline) await wait(POLL_MS);

    if (running > 0) logger.error({ running }, 'requests still run after the shutdown timeout, cutting them off');
    else logger.info('stopped');
    exitAfterLog(logger, running > 0 ? 1 : 0);
  };
  process.on('SIGTERM', drain);
  process.on('SIGINT', drain);
}

/**
 * A listener that closes resets the connections which the kernel has accepted and Node has not. Node takes one in each
 * turn of its event loop, and reads its request in a later one: wait for a turn that brings neither. The limit, for
 * clients who never stop coming, is one of turns and not of time: a process that gets little CPU needs as many.
 */
async function backlogTaken(server: Server): Promise<void> {
  let quiet = false;
  const arrived = () => {
    quiet = false;
  };
  server.on('connection', arrived).on('request', arrived);
  for (let turn = 0; !quiet && turn < 2 * BACKLOG; turn++) {
    quiet = true;
    await nextTurn();
  }
}

import { type DestinationStream, destination, type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger };

export const LOG_LEVELS: readonly LevelWithSilent[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
export type LogLevel = LevelWithSilent;

const MAXIMUM_BUFFER = 8 * 1024 * 1024;
const MAXIMUM_FLUSH_MS = 5_000;

/** JSON lines, with the level and the time first and the message last. */
export function createLogger(level: LogLevel, stream: DestinationStream = standardOutput()): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
}

/** In the background, so that a reader that stalls does not stall the service: then lines wait, and in the end are dropped. */
function standardOutput(): DestinationStream {
  // The smallest minLength with which flush() waits for what is being written.
  return destination({ fd: 1, sync: false, minLength: 1, maxLength: MAXIMUM_BUFFER });
}

/** Ends the process when the last line is written; a reader that stalls does not hold it for ever. */
export function exitAfterLog(logger: Logger, code: number): void {
  logger.flush(() => process.exit(code));
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), MAXIMUM_FLUSH_MS);
}

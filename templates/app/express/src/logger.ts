import { type DestinationStream, destination, type Logger, levels, pino, stdTimeFunctions } from 'pino';

export type { Logger };

export const LOG_LEVELS = [...Object.values(levels.labels), 'silent'];
export type LogLevel = string;

const MAXIMUM_BUFFER = 8 * 1024 * 1024;

/** JSON lines. People read them from the left, and pino writes the message last: it is moved behind time and level. */
export function createLogger(level: LogLevel, stream: DestinationStream = standardOutput()): Logger {
  const order = /^\{"level":("\w+"),"time":("[^"]+")(.*),"msg":("(?:[^"\\]|\\.)*")\}\n$/;
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => line.replace(order, '{"time":$2,"level":$1,"msg":$4$3}\n') },
    },
    stream,
  );
}

/** In the background, so that a reader that stalls does not stall the service: then lines wait, and in the end are dropped. */
function standardOutput(): DestinationStream {
  // The smallest minLength with which flush() waits for what is being written.
  return destination({ fd: 1, sync: false, minLength: 1, maxLength: MAXIMUM_BUFFER });
}

/** Ends the process when the last line is written. */
export function exitAfterLog(logger: Logger, code: number): void {
  logger.flush(() => process.exit(code));
}

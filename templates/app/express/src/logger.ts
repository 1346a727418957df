import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';

/** JSON lines on stdout. Writing does not block the event loop; pino flushes what is left when the process exits. */
export function createLogger(
  level: LevelWithSilent,
  destination: DestinationStream = pino.destination({ sync: false }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

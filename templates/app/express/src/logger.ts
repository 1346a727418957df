const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export const LOG_LEVELS = [...LEVELS, 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Fields = Readonly<Record<string, unknown>>;
export type Logger = Readonly<Record<(typeof LEVELS)[number], (message: string, fields?: Fields) => void>>;

/** JSON lines. By hand, because a logging library halves what is left of the time that a small request takes. */
export function createLogger(level: LogLevel, write: (line: string) => void = batchedStdout()): Logger {
  const wanted = LOG_LEVELS.slice(LOG_LEVELS.indexOf(level));

  const log = (level: (typeof LEVELS)[number]) =>
    wanted.includes(level)
      ? (msg: string, fields?: Fields) => {
          write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields })}\n`);
        }
      : () => {};

  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** What is logged in one turn of the event loop goes out in one write: a system call for each line would cost more than the request. */
function batchedStdout(): (line: string) => void {
  let batch = '';
  const flush = () => {
    process.stdout.write(batch);
    batch = '';
  };
  process.on('exit', flush);
  return (line) => {
    if (batch === '') setImmediate(flush);
    batch += line;
  };
}

/** An error as fields, because JSON shows nothing of one. */
export function describeError(error: unknown): Fields {
  return error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger, LOG_LEVELS, type Logger, type LogLevel } from '../server/logger.ts';

function written(level: LogLevel, log: (logger: Logger) => void): string[] {
  const lines: string[] = [];
  log(createLogger(level, { write: (line) => lines.push(line) }));
  return lines;
}

test('a line is one JSON object, with the level and the time first and the message last, whatever is in it', () => {
  const [line = '', ...more] = written('info', (logger) =>
    logger.info({ path: '/\n","msg":"forged"}', 'a,"msg":"b': 1 }, '"quoted"\nand $1 broken'),
  );
  assert.deepEqual(more, []);
  assert.match(line, /^[^\n]+\n$/);
  const keys = Object.keys(JSON.parse(line));
  assert.deepEqual([keys[0], keys[1], keys.at(-1)], ['level', 'time', 'msg']);
  const { time, ...entry } = JSON.parse(line);
  assert.deepEqual(entry, {
    level: 'info',
    msg: '"quoted"\nand $1 broken',
    path: '/\n","msg":"forged"}',
    'a,"msg":"b': 1,
  });
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Math.abs(Date.now() - Date.parse(time)) < 5_000);
});

test('only the level that was asked for, and above, is written', () => {
  const levels = (minimum: LogLevel) =>
    written(minimum, (logger) => {
      for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) logger[level]('message');
    }).map((line) => JSON.parse(line).level);
  assert.deepEqual(levels('trace'), ['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
  assert.deepEqual(levels('warn'), ['warn', 'error', 'fatal']);
  assert.deepEqual(levels('silent'), []);
  assert.deepEqual(LOG_LEVELS, ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
});

test('an error becomes its type, its message and its stack', () => {
  const [line = ''] = written('info', (logger) => logger.error({ err: new TypeError('broken') }, 'failed'));
  const { msg, err } = JSON.parse(line);
  assert.equal(msg, 'failed');
  assert.deepEqual([err.type, err.message], ['TypeError', 'broken']);
  assert.match(err.stack, /logger\.test\.ts/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger, describeError } from '../src/logger.ts';

test('a line is one JSON object, whatever is in it', () => {
  const lines: string[] = [];
  createLogger('info', (line) => lines.push(line)).info('"quoted"\nand broken', { path: '/\n{"level":"error"}' });

  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^[^\n]+\n$/);
  const { time, ...entry } = JSON.parse(lines[0] ?? '');
  assert.deepEqual(entry, { level: 'info', msg: '"quoted"\nand broken', path: '/\n{"level":"error"}' });
  assert.ok(Math.abs(Date.now() - Date.parse(time)) < 5_000);
});

test('a line may have no fields, or none with a value', () => {
  const entries: unknown[] = [];
  const logger = createLogger('info', (line) => entries.push(Object.keys(JSON.parse(line))));
  logger.info('message');
  logger.info('message', { missing: undefined });
  assert.deepEqual(entries, Array(2).fill(['time', 'level', 'msg']));
});

test('only the level that was asked for, and above, is written', () => {
  const levels = (level: Parameters<typeof createLogger>[0]) => {
    const written: string[] = [];
    const logger = createLogger(level, (line) => written.push(JSON.parse(line).level));
    for (const write of [logger.debug, logger.info, logger.warn, logger.error]) write('message');
    return written;
  };
  assert.deepEqual(levels('debug'), ['debug', 'info', 'warn', 'error']);
  assert.deepEqual(levels('warn'), ['warn', 'error']);
  assert.deepEqual(levels('silent'), []);
});

test('an error becomes its message and its stack', () => {
  const { error, stack } = describeError(new Error('broken'));
  assert.equal(error, 'broken');
  assert.match(String(stack), /logger\.test\.ts/);
  assert.deepEqual(describeError('text'), { error: 'text' });
});

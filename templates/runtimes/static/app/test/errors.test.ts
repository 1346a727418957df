import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Router } from 'express';
import { createHandler } from '../server/app.ts';
import { createLogger } from '../server/logger.ts';
import type { LogEntry } from './support.ts';

test('an unexpected error is logged with its stack, and not shown', async (t) => {
  const logs: LogEntry[] = [];
  const logger = createLogger('info', { write: (line) => logs.push(JSON.parse(line)) });
  const router = Router();
  router.get('/', () => {
    throw new TypeError('the password is "secret"');
  });
  const server = createServer(createHandler([router], logger)).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));

  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: { message: 'internal error' } });
  const { level, msg, err } = logs[0] ?? {};
  assert.deepEqual([level, msg], ['error', 'request failed']);
  assert.deepEqual(Object.keys(err as object), ['type', 'message', 'stack']);
  const { type, message, stack } = err as Record<string, string>;
  assert.deepEqual([type, message], ['TypeError', 'the password is "secret"']);
  assert.match(String(stack), /errors\.test\.ts/);
});

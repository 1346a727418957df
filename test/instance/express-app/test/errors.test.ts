import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import express from 'express';
import { answerErrors } from '../src/errors.ts';
import { createLogger } from '../src/logger.ts';
import type { LogEntry } from './support.ts';

test('an unexpected error is logged with its stack, and not shown', async (t) => {
  const logs: LogEntry[] = [];
  const app = express();
  app.get('/', () => {
    throw new Error('the password is "secret"');
  });
  app.use(answerErrors(createLogger('info', (line) => logs.push(JSON.parse(line)))));
  const server = createServer(app).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));

  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { error: { message: 'internal error' } });
  assert.match(JSON.stringify(logs[0]), /"level":"error".*errors\.test\.ts/);
});

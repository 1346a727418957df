import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './support.ts';

test('the management port answers probes and metrics, and records nothing of it', async (t) => {
  const { contract, logs, manage, metrics } = await startApp(t);
  const before = (await metrics()).match(/^http_request.*$/gm);
  for (const path of [contract.healthPath, contract.readyPath, contract.metricsPath]) {
    assert.equal((await manage(path)).status, 200, path);
  }
  assert.equal((await manage('/')).status, 404);
  assert.deepEqual((await metrics()).match(/^http_request.*$/gm), before);
  assert.deepEqual(logs, []);
});

test("metrics and faults leave the users' port with MANAGEMENT_ON_WEB=false", async (t) => {
  const { contract, get, manage } = await startApp(t, { FAULT_INJECTION: 'true', MANAGEMENT_ON_WEB: 'false' });
  for (const path of [contract.metricsPath, '/api/faults']) {
    assert.equal((await get(path)).status, 404, path);
    assert.equal((await manage(path)).status, 200, path);
  }
  for (const path of [contract.healthPath, contract.readyPath]) assert.equal((await get(path)).status, 200, path);
});

test('the start of the process is not rounded: pods that start together are told apart by it', async (t) => {
  const { metrics } = await startApp(t);
  const [, start] = /^process_start_time_seconds (\S+)$/m.exec(await metrics()) ?? [];
  assert.equal(Number(start), performance.timeOrigin / 1000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './support.ts';

const NONE = { delayMs: 0, errorRate: 0, unready: false };

function post(body: unknown, type = 'application/json'): RequestInit {
  return { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) };
}

test('there is no fault injection unless it is switched on', async (t) => {
  const { get } = await startApp(t);
  assert.equal((await get('/api/faults')).status, 404);
  assert.equal((await get('/api/faults', post({ errorRate: 1 }))).status, 404);
  assert.equal((await get('/info')).status, 200);
});

test('faults are set, shown and cleared', async (t) => {
  const { get } = await startApp(t, { FAULT_INJECTION: 'true' });
  assert.deepEqual(await (await get('/api/faults')).json(), NONE);
  assert.deepEqual(await (await get('/api/faults', post({ delayMs: 5 }))).json(), { ...NONE, delayMs: 5 });
  assert.deepEqual(await (await get('/api/faults')).json(), { ...NONE, delayMs: 5 });
  assert.deepEqual(await (await get('/api/faults', { method: 'DELETE' })).json(), NONE);
});

test('errors hit the service and count under its routes, but spare the probes', async (t) => {
  const { contract, get, metrics } = await startApp(t, { FAULT_INJECTION: 'true' });
  await get('/api/faults', post({ errorRate: 1 }));

  for (const path of ['/', '/info', '/favicon.svg']) assert.equal((await get(path)).status, 500);
  assert.ok((await metrics()).includes('_count{method="GET",route="/info",status="500"} 1'));
  for (const path of [contract.healthPath, contract.readyPath]) assert.equal((await get(path)).status, 200);
});

test('a delay slows the service down', async (t) => {
  const { get } = await startApp(t, { FAULT_INJECTION: 'true' });
  await get('/api/faults', post({ delayMs: 150 }));
  const start = performance.now();
  assert.equal((await get('/info')).status, 200);
  assert.ok(performance.now() - start >= 149);
});

test('unready takes the service out of the load balancer, but leaves it alive', async (t) => {
  const { contract, get } = await startApp(t, { FAULT_INJECTION: 'true' });
  await get('/api/faults', post({ unready: true }));
  const ready = await get(contract.readyPath);
  assert.equal(ready.status, 503);
  assert.deepEqual(await ready.json(), { status: 'unready' });
  assert.equal((await get(contract.healthPath)).status, 200);
});

for (const body of [
  { delayMs: 5001 },
  { delayMs: 1.5 },
  { errorRate: 1.1 },
  { errorRate: '1' },
  { unready: 1 },
  { x: 1 },
  { toString: 1 },
  [],
  null,
]) {
  test(`the fault ${JSON.stringify(body)} is refused`, async (t) => {
    const { get } = await startApp(t, { FAULT_INJECTION: 'true' });
    assert.equal((await get('/api/faults', post(body))).status, 400);
    assert.deepEqual(await (await get('/api/faults')).json(), NONE);
  });
}

test('a body that is not JSON is refused', async (t) => {
  const { get } = await startApp(t, { FAULT_INJECTION: 'true' });
  assert.equal((await get('/api/faults', { ...post({}), body: '{' })).status, 400);
  assert.equal((await get('/api/faults', post({ delayMs: 1 }, 'text/plain'))).status, 400);
});

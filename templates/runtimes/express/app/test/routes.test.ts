import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApp } from './support.ts';

test('the page shows what runs, and loads nothing else', async (t) => {
  const { contract, get } = await startApp(t, {
    APP_VERSION: '<1.2.3>',
    GRAFANA_URL: 'https://grafana.example.org/?a=1&b=2',
  });
  const response = await get('/');
  const html = await response.text();

  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'sha256-/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.ok(html.includes(`<h1>${contract.name}</h1>`));
  assert.ok(html.includes('&#60;1.2.3&#62;'), 'values are escaped');
  assert.ok(html.includes('href="https://grafana.example.org/?a=1&#38;b=2"'));
  assert.doesNotMatch(html, /<script|<img|src=/);
});

test('the page has no Grafana link when the address is not known', async (t) => {
  const { get } = await startApp(t);
  assert.doesNotMatch(await (await get('/')).text(), /Grafana/);
});

test('/api/info tells what runs', async (t) => {
  const { contract, get } = await startApp(t, { APP_VERSION: '1.2.3', APP_REVISION: 'abc' });
  const { uptimeSeconds, ...facts } = (await (await get('/api/info')).json()) as Record<string, unknown>;
  assert.deepEqual(facts, { name: contract.name, version: '1.2.3', revision: 'abc', runtime: 'express', pod: 'pod-1' });
  assert.ok(Number.isInteger(uptimeSeconds));
});

test('/api/work waits as long as it was asked to', async (t) => {
  const { get } = await startApp(t);
  const start = performance.now();
  assert.deepEqual(await (await get('/api/work?ms=120')).json(), { waitedMs: 120 });
  assert.ok(performance.now() - start >= 119);
  assert.deepEqual(await (await get('/api/work')).json(), { waitedMs: 50 });
});

for (const ms of ['-1', '2001', '1.5', '1e3', 'x', '', '%2B1']) {
  test(`/api/work?ms=${ms} is refused`, async (t) => {
    const { get } = await startApp(t);
    const response = await get(`/api/work?ms=${ms}`);
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), { error: { message: 'ms must be an integer from 0 to 2000' } });
  });
}

test('/api/work takes one ms', async (t) => {
  const { get } = await startApp(t);
  const response = await get('/api/work?ms=1&ms=2');
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { error: { message: 'ms must be given once' } });
});

test('/health stays 200 while /ready follows the lifecycle', async (t) => {
  const { contract, get, lifecycle } = await startApp(t);
  for (const [phase, status] of [
    ['starting', 503],
    ['ready', 200],
    ['draining', 503],
  ] as const) {
    lifecycle.phase = phase;
    const ready = await get(contract.readyPath);
    assert.equal(ready.status, status);
    assert.deepEqual(await ready.json(), { status: phase });
    assert.equal((await get(contract.healthPath)).status, 200);
  }
});

test('an unknown path is 404, and a wrong method is 405 and says which ones are right', async (t) => {
  const { get } = await startApp(t);
  const unknown = await get('/nothing/here');
  assert.equal(unknown.status, 404);
  assert.deepEqual(await unknown.json(), { error: { message: 'not found' } });

  const wrong = await get('/api/work', { method: 'DELETE' });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get('allow'), 'GET, HEAD');
});

test('HEAD answers like GET, without the body', async (t) => {
  const { get } = await startApp(t);
  const head = await get('/api/info', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(await head.text(), '');
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { startApp } from './support.ts';

interface Facts {
  readonly name: string;
  readonly version: string;
  readonly links: Readonly<Record<string, string>>;
}

function factsOf(html: string): Facts {
  return JSON.parse(/<script type="application\/json" id="facts">(.*)<\/script>/.exec(html)?.[1] ?? '') as Facts;
}

test('the page knows what runs, and loads nothing else', async (t) => {
  const { contract, get } = await startApp(t, {
    APP_VERSION: '</script><1.2.3>',
    GRAFANA_URL: 'https://grafana.example.org/?a=1&b=2',
  });
  const response = await get('/');
  const html = await response.text();

  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  const { name, version, links } = factsOf(html);
  assert.deepEqual([name, version], [contract.name, '</script><1.2.3>']);
  assert.equal(links.grafana, 'https://grafana.example.org/?a=1&b=2');
  assert.equal(links.app, contract.repositories.app);
  assert.doesNotMatch(html, /<img|src=|<link rel="stylesheet"/);
});

test("the page's policy allows its own style and its own script", async (t) => {
  const { get } = await startApp(t);
  const response = await get('/');
  const html = await response.text();
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none';/);
  for (const tag of [/<style>([\s\S]*?)<\/style>/, /<script type="module">([\s\S]*?)<\/script>/]) {
    const hash = createHash('sha256').update(tag.exec(html)?.[1] ?? '');
    assert.ok(policy.includes(`'sha256-${hash.digest('base64')}'`), String(tag));
  }
});

test('the page links to faults, metrics and Grafana only where they are', async (t) => {
  const linksOf = async (environment: Record<string, string>) =>
    factsOf(await (await (await startApp(t, environment)).get('/')).text()).links;
  const { grafana, metrics, faults } = await linksOf({});
  assert.deepEqual([grafana, metrics, faults], [undefined, '/metrics', undefined]);
  assert.equal((await linksOf({ FAULT_INJECTION: 'true' })).faults, '/api/faults');
  const behindIngress = await linksOf({ FAULT_INJECTION: 'true', MANAGEMENT_ON_WEB: 'false' });
  assert.deepEqual([behindIngress.metrics, behindIngress.faults], [undefined, undefined]);
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

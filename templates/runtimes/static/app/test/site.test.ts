import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Faults } from '../server/faults.ts';
import { siteRoutes } from '../server/site.ts';
import { startApp } from './support.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** The script that the page loads: its name is that of its content. */
async function scriptOf(get: (path: string) => Promise<Response>): Promise<string> {
  const [script] = /\/assets\/[\w-]+\.js/.exec(await (await get('/')).text()) ?? [];
  assert.ok(script, 'the page has a script');
  return script;
}

test('the page is what the build made, loads from this origin only, and is asked for anew each time', async (t) => {
  const { contract, get } = await startApp(t);
  const response = await get('/');
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/i);
  assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'self'; .*frame-ancestors 'none'$/);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(response.headers.get('cache-control'), 'no-cache');
  const html = await response.text();
  assert.ok(html.includes(`<title>${contract.name}</title>`));
  assert.doesNotMatch(html, /(src|href)="https?:/);
});

test('a file that did not change is not sent again', async (t) => {
  const { raw } = await startApp(t);
  // Not fetch, which asks servers not to spare the answer.
  const ask = (headers: string) => raw(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  const [, etag] = /^ETag: (.+)\r$/m.exec(await ask('')) ?? [];
  assert.match(await ask(`If-None-Match: ${etag}\r\n`), /^HTTP\/1\.1 304 /);
});

test('what is named by its content is kept for a year', async (t) => {
  const { get } = await startApp(t);
  const response = await get(await scriptOf(get));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/javascript/);
  assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal((await get('/favicon.svg')).headers.get('cache-control'), 'no-cache');
});

for (const [accepted, encoding] of [
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['identity', null],
] as const) {
  test(`who accepts ${accepted} gets ${encoding ?? 'the plain file'}`, async (t) => {
    const { get } = await startApp(t);
    const plain = await (await get(await scriptOf(get), { headers: { 'accept-encoding': 'identity' } })).text();
    const response = await get(await scriptOf(get), { headers: { 'accept-encoding': accepted } });
    assert.equal(response.headers.get('content-encoding'), encoding);
    assert.equal(response.headers.get('vary'), 'Accept-Encoding');
    assert.equal(await response.text(), plain);
  });
}

test("a path of the page's own router gets the page, and a missing file does not", async (t) => {
  const { get, metrics } = await startApp(t);
  const page = await (await get('/')).text();
  assert.equal(await (await get('/orders/17', { headers: BROWSER })).text(), page);
  for (const [path, headers] of [
    ['/orders/17', { accept: 'application/json' }],
    ['/missing.js', BROWSER],
    ['/assets/index-old.js', BROWSER],
    ['/%zz', { accept: '*/*' }],
  ] as const) {
    const response = await get(path, { headers });
    assert.equal(response.status, 404, path);
    assert.deepEqual(await response.json(), { error: { message: 'not found' } });
  }
  const text = await metrics();
  assert.ok(text.includes('_count{method="GET",route="/*page",status="200"} 1'));
  assert.ok(text.includes('_count{method="GET",route="unmatched",status="404"} 4'));
});

test("a path that cannot be decoded is the client's fault", async (t) => {
  const { get, logs, metrics } = await startApp(t);
  for (const path of ['/%', '/%zz', '/orders/%c0%ae']) {
    const response = await get(path, { headers: BROWSER });
    assert.equal(response.status, 400, path);
    assert.deepEqual(await response.json(), { error: { message: 'the path is not valid' } });
  }
  assert.ok((await metrics()).includes('_count{method="GET",route="unmatched",status="400"} 3'));
  assert.ok(!logs.some(({ level }) => level === 'error'));
});

test('what is no part of a file is an error that is neither encoded nor kept', async (t) => {
  const { get } = await startApp(t);
  const script = await scriptOf(get);
  const part = await get(script, { headers: { range: 'bytes=0-3' } });
  assert.deepEqual([part.status, (await part.text()).length], [206, 4]);
  const response = await get(script, { headers: { range: 'bytes=99999999-', 'accept-encoding': 'br' } });
  assert.equal(response.status, 416);
  assert.equal(response.headers.get('content-encoding'), null);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.deepEqual(await response.json(), { error: { message: 'Range Not Satisfiable' } });
});

test('nothing outside the site is served', async (t) => {
  const { raw } = await startApp(t);
  for (const path of ['/../package.json', '/..%2fpackage.json', '/assets/../../contract.json', '//etc/passwd']) {
    assert.match(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 404 /, path);
  }
});

test('files are read, and nothing else', async (t) => {
  const { get } = await startApp(t);
  for (const path of ['/', '/favicon.svg', '/info']) {
    const response = await get(path, { method: 'POST' });
    assert.equal(response.status, 405, path);
    assert.equal(response.headers.get('allow'), 'GET, HEAD');
  }
  const head = await get('/', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), '');
});

test('/info tells what runs', async (t) => {
  const { contract, get } = await startApp(t, {
    APP_VERSION: '1.2.3',
    APP_REVISION: 'abc',
    GRAFANA_URL: 'https://grafana.example.org/d/app',
  });
  const { uptimeSeconds, ...facts } = (await (await get('/info')).json()) as Record<string, unknown>;
  assert.deepEqual(facts, {
    name: contract.name,
    version: '1.2.3',
    revision: 'abc',
    runtime: 'static',
    pod: 'pod-1',
    grafanaUrl: 'https://grafana.example.org/d/app',
  });
  assert.ok(Number.isInteger(uptimeSeconds));
});

test('without a built page it does not start', () => {
  assert.throws(() => siteRoutes(new Faults(), import.meta.dirname), /has no index\.html: run npm run build/);
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

import assert from 'node:assert/strict';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { readContract } from '../server/contract.ts';
import { API, eventually, slowApi, startApi, startApp } from './support.ts';

test('without an API, there is nothing below /api/', async (t) => {
  const { get } = await startApp(t);
  const response = await get('/api/info');
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { error: { message: 'not found' } });
});

test('a request to /api/ goes to the API as it is, and its answer comes back as it is', async (t) => {
  const api = await startApi(t, async (request, response) => {
    const { method, url, headers } = request;
    const body = method === 'POST' ? await json(request) : undefined;
    response.writeHead(201, { 'content-type': 'application/json', 'x-own': 'yes' });
    response.end(JSON.stringify({ method, url, id: headers['x-request-id'], host: headers['x-forwarded-host'], body }));
  });
  const { get, logs, metrics, url } = await startApp(t, { [API]: api });
  const response = await get('/api/orders?page=2', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'both-logs' },
    body: '{"x":1}',
  });
  assert.equal(response.status, 201);
  assert.equal(response.headers.get('x-own'), 'yes');
  assert.equal(response.headers.get('x-request-id'), 'both-logs');
  assert.deepEqual(await response.json(), {
    method: 'POST',
    url: '/api/orders?page=2',
    id: 'both-logs',
    host: url.slice('http://'.length),
    body: { x: 1 },
  });
  await eventually(() => logs.length === 1, 'a line');
  assert.deepEqual([logs[0]?.path, logs[0]?.route, logs[0]?.status], ['/api/orders', '/api/*path', 201]);
  assert.ok((await metrics()).includes('_count{method="POST",route="/api/*path",status="201"} 1'));
});

test('a connection that the client wants closed is closed, whatever the API says of its own', async (t) => {
  const api = await startApi(t, (_request, response) => response.setHeader('Keep-Alive', 'timeout=1000').end('{}'));
  const { raw } = await startApp(t, { [API]: api });
  const answer = await raw('GET /api/info HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(answer, /^connection: close\r$/im);
  assert.doesNotMatch(answer, /^keep-alive:/im);
});

test('every service that the portfolio says it calls is found', async (t) => {
  const echo = (name: string) => startApi(t, ({ url }, response) => response.end(`${name} ${url}`));
  const calls = [
    { service: 'shop-api', variable: 'SHOP_API_URL' },
    { service: 'prices', variable: 'PRICES_URL' },
  ];
  const environment = { SHOP_API_URL: await echo('shop'), PRICES_URL: await echo('prices') };
  const { get } = await startApp(t, environment, {}, { ...readContract(), calls });
  assert.equal(await (await get('/api/info?x=1')).text(), 'shop /api/info?x=1');
  assert.equal(await (await get('/prices/api/info?x=1')).text(), 'prices /api/info?x=1');
});

test('what leads out of /api/, and the faults of an API, are not handed on', async (t) => {
  const asked: unknown[] = [];
  const api = await startApi(t, ({ url }, response) => {
    asked.push(url);
    response.end();
  });
  const { raw } = await startApp(t, { [API]: api });
  for (const path of [
    '/api/faults',
    '/api/%66aults',
    '/api/../metrics',
    '/api/%2e%2e/metrics',
    '/api/..%5cmetrics',
    '/api/%',
  ]) {
    assert.match(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 404 /, path);
  }
  assert.deepEqual(asked, []);
});

test('an API that does not answer is a 502 with a reason in the log', async (t) => {
  const { get, logs } = await startApp(t, { [API]: 'http://127.0.0.1:9' });
  const response = await get('/api/info');
  assert.equal(response.status, 502);
  assert.deepEqual(await response.json(), { error: { message: 'the API does not answer' } });
  const [error] = logs;
  assert.deepEqual([error?.level, error?.msg], ['error', 'the API does not answer']);
});

test('a request that the client gives up is counted as 499, and the API hears of it', async (t) => {
  let left = false;
  const api = await startApi(t, (request, response) => {
    response.once('close', () => {
      left = !response.writableFinished;
    });
    slowApi(request, response);
  });
  const { get, logs, metrics } = await startApp(t, { [API]: api });
  await assert.rejects(get('/api/work?ms=2000', { signal: AbortSignal.timeout(100) }));
  const counted = '_count{method="GET",route="/api/*path",status="499"} 1';
  await eventually(async () => (await metrics()).includes(counted), counted);
  await eventually(() => left, 'the API hears of it');
  assert.match(await metrics(), /^http_requests_in_flight 0$/m);
  assert.ok(!logs.some(({ level }) => level === 'error'));
});

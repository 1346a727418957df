import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API, eventually, startApp } from './support.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a request is counted under its route, with the buckets of the contract', async (t) => {
  const { contract, get, metrics } = await startApp(t);
  await get('/info?x=1');
  const text = await metrics();

  assert.ok(text.includes('http_request_duration_seconds_count{method="GET",route="/info",status="200"} 1'));
  const edges = [...text.matchAll(/_bucket\{le="(.+?)",method="GET",route="\/info",status="200"/g)].map(
    (match) => match[1],
  );
  assert.deepEqual(edges, [...contract.durationBuckets.map(String), '+Inf']);
  assert.ok(edges.includes(String(contract.latencyTargetMs / 1000)), 'the latency target is an edge');
});

test('neither paths nor methods make new series', async (t) => {
  const { get, metrics } = await startApp(t);
  for (let i = 0; i < 50; i += 1) await get(`/random/${i}?query=${i}`);
  await get('/random', { method: 'PROPFIND' });
  const text = await metrics();

  assert.ok(text.includes('_count{method="GET",route="unmatched",status="404"} 50'));
  assert.ok(text.includes('_count{method="OTHER",route="unmatched",status="404"} 1'));
  assert.doesNotMatch(text, /random|PROPFIND/);
});

test('/metrics is Prometheus text', async (t) => {
  const { contract, get, metrics } = await startApp(t, { APP_VERSION: '1.2.3', APP_REVISION: 'abc' });
  const response = await get(contract.metricsPath, { headers: { accept: 'application/openmetrics-text' } });
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await metrics();
  assert.match(text, /^process_cpu_user_seconds_total \d/m);
  assert.match(text, /^app_info\{version="1\.2\.3",revision="abc"\} 1$/m);
});

test('each route has its series before its first request', async (t) => {
  const { contract, metrics } = await startApp(t, { [API]: 'http://127.0.0.1:9' });
  const text = await metrics();
  const routes = ['/', '/assets/*file', '/*file', '/*page', '/info', '/api/*path'];
  for (const route of [...routes, contract.healthPath, contract.readyPath, contract.metricsPath]) {
    for (const status of [200, 500]) {
      assert.ok(text.includes(`_count{method="GET",route="${route}",status="${status}"} 0\n`), `${route} ${status}`);
    }
  }
});

test('a target that is no URL is answered and recorded like every request', async (t) => {
  const { logs, metrics, raw } = await startApp(t);
  const answer = await raw('GET http://[ HTTP/1.1\r\nHost: x\r\nX-Request-Id: odd\r\nConnection: close\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 404 /);
  assert.match(answer, /^X-Request-Id: odd\r$/m);
  assert.ok(answer.endsWith('{"error":{"message":"not found"}}'));
  assert.deepEqual([logs[0]?.requestId, logs[0]?.path, logs[0]?.route], ['odd', 'http://[', 'unmatched']);
  assert.ok((await metrics()).includes('_count{method="GET",route="unmatched",status="404"} 1'));
});

test('what the parser refuses is answered and recorded like every request', async (t) => {
  const { logs, metrics, raw } = await startApp(t, {}, { headersTimeout: 300, connectionsCheckingInterval: 50 });
  for (const [bytes, status] of [
    ['HELLO\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['GET / HTTP/1.1\r\nHost:', 408],
  ] as const) {
    const answer = await raw(bytes);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
    const [, id] = /^X-Request-Id: (.+)\r$/m.exec(answer) ?? [];
    assert.match(id ?? '', UUID);
    assert.match(answer, /\{"error":\{"message":".+"\}\}$/);
    assert.deepEqual(
      logs.filter(({ requestId }) => requestId === id).map((entry) => [entry.msg, entry.route, entry.status]),
      [['request', 'unmatched', status]],
    );
    assert.ok((await metrics()).includes(`_count{method="OTHER",route="unmatched",status="${status}"} 1`));
  }
});

test('a request is one line of the log, and a probe only at debug level', async (t) => {
  const { contract, get, logs } = await startApp(t);
  await get('/info?token=secret', { headers: { 'x-request-id': 'my-id.1' } });
  await get(contract.healthPath);
  await eventually(() => logs.length === 2, 'two lines');

  const { time, durationMs, ...entry } = logs[0] ?? {};
  assert.deepEqual(entry, {
    level: 'info',
    msg: 'request',
    requestId: 'my-id.1',
    method: 'GET',
    path: '/info',
    route: '/info',
    status: 200,
  });
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Number(durationMs) > 0);
  assert.equal(logs[1]?.level, 'debug');
});

test('a request id is kept when it is harmless, and replaced otherwise', async (t) => {
  const { get } = await startApp(t);
  const answer = async (id?: string) =>
    (await get('/nothing', { headers: id === undefined ? {} : { 'x-request-id': id } })).headers.get('x-request-id') ??
    '';

  assert.equal(await answer('abc-1_2.3'), 'abc-1_2.3');
  for (const id of [undefined, '', 'a b', '{"x":1}', 'a'.repeat(65)]) assert.match(await answer(id), UUID);
});

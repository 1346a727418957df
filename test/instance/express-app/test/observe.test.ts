import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, startApp } from './support.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a request is counted under its route, with the buckets of the contract', async (t) => {
  const { contract, get, metrics } = await startApp(t);
  await get('/api/work?ms=1');
  const text = await metrics();

  assert.ok(text.includes('http_request_duration_seconds_count{method="GET",route="/api/work",status="200"} 1'));
  const edges = [...text.matchAll(/_bucket\{le="(.+?)",method="GET",route="\/api\/work"/g)].map((match) => match[1]);
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

test('a request that the client gives up is counted as 499', async (t) => {
  const { get, logs, metrics } = await startApp(t);
  await assert.rejects(get('/api/work?ms=2000', { signal: AbortSignal.timeout(50) }));

  const counted = '_count{method="GET",route="/api/work",status="499"} 1';
  await eventually(async () => (await metrics()).includes(counted), counted);
  assert.match(await metrics(), /^http_requests_in_flight 1$/m, 'only the scrape itself');
  assert.ok(logs.some((entry) => entry.route === '/api/work' && entry.status === 499));
});

test('/metrics speaks OpenMetrics when asked, and goes on speaking text otherwise', async (t) => {
  const { contract, get, metrics } = await startApp(t, { APP_VERSION: '1.2.3', APP_REVISION: 'abc' });
  const accept = 'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.2';
  const open = await get(contract.metricsPath, { headers: { accept } });
  assert.equal(open.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8');
  assert.ok((await open.text()).endsWith('# EOF\n'));

  const plain = await get(contract.metricsPath);
  assert.equal(plain.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const text = await metrics();
  assert.match(text, /^process_cpu_user_seconds_total \d/m);
  assert.match(text, /^app_info\{version="1\.2\.3",revision="abc"\} 1$/m);
});

test('a request is one line of the log, and a probe only at debug level', async (t) => {
  const { contract, get, logs } = await startApp(t);
  await get('/api/info?token=secret', { headers: { 'x-request-id': 'my-id.1' } });
  await get(contract.healthPath);
  await eventually(() => logs.length === 2, 'two lines');

  const { time, durationMs, ...entry } = logs[0] ?? {};
  assert.deepEqual(entry, {
    level: 'info',
    msg: 'request',
    requestId: 'my-id.1',
    method: 'GET',
    path: '/api/info',
    route: '/api/info',
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

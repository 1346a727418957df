import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readContract } from '../server/contract.ts';
import { API, eventually, type LogEntry, slowApi, startApi } from './support.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { healthPath, metricsPath, readyPath } = readContract();

/** The real process on a free port: its address is in its log. */
async function startServer(t: TestContext, environment: Record<string, string>) {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ['--import', 'tsx', 'server/server.ts'],
    {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', MANAGEMENT_PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  t.after(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit').then(([code]) => code as number | null);

  for await (const line of createInterface(child.stdout)) {
    const { port, managementPort } = JSON.parse(line) as LogEntry & { port: number; managementPort: number };
    return { child, exit, port, url: `http://127.0.0.1:${port}`, management: `http://127.0.0.1:${managementPort}` };
  }
  throw new Error(`the server ended with ${await exit}`);
}

/** A request that runs: a signal that comes before it would end another story. */
async function hasRequest(management: string) {
  const metrics = async () => (await fetch(management + metricsPath)).text();
  await eventually(async () => (await metrics()).includes('\nhttp_requests_in_flight 1\n'), 'a request runs');
}

test('what was answered is counted by the next scrape', async (t) => {
  const { url } = await startServer(t, {});
  for (let answered = 1; answered <= 50; answered++) {
    await (await fetch(`${url}/info`)).arrayBuffer();
    const metrics = await (await fetch(url + metricsPath)).text();
    assert.ok(metrics.includes(`_count{method="GET",route="/info",status="200"} ${answered}\n`), `${answered}`);
  }
});

test('SIGTERM: not ready at once, still serving, and no running request is lost', async (t) => {
  const { child, exit, port, url, management } = await startServer(t, {
    [API]: await startApi(t, slowApi),
    SHUTDOWN_DELAY_MS: '1000',
  });
  const silent = connect(port, '127.0.0.1').on('error', () => {});
  await once(silent, 'connect');

  const running = fetch(`${url}/api/work?ms=2000`);
  await hasRequest(management);
  child.kill('SIGTERM');

  await eventually(async () => (await fetch(url + readyPath)).status === 503, 'not ready');
  const health = await fetch(url + healthPath);
  assert.equal(health.status, 200);
  assert.equal(health.headers.get('connection'), 'close');

  assert.deepEqual(await (await running).json(), { waitedMs: 2000 });
  assert.equal(await exit, 0, 'and the connection that never asked anything did not hold it');
  await assert.rejects(fetch(url + healthPath));
});

test('connections that wait in the backlog when the listener closes are answered', async (t) => {
  const { child, exit, port } = await startServer(t, { SHUTDOWN_DELAY_MS: '0' });
  child.kill('SIGSTOP'); // the kernel accepts for it
  const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
  const answers = sockets.map((socket) => once(socket, 'data'));
  const request = 'GET /info HTTP/1.1\r\nHost: x\r\n\r\n';
  await Promise.all(sockets.map((socket) => new Promise<void>((sent) => socket.write(request, () => sent()))));
  child.kill('SIGTERM');
  child.kill('SIGCONT');
  for (const [data] of await Promise.all(answers)) assert.match(String(data), /^HTTP\/1\.1 200 /);
  assert.equal(await exit, 0);
});

test('a request that outlives the timeout is cut off, and the exit code says so', async (t) => {
  const { child, exit, url, management } = await startServer(t, {
    [API]: await startApi(t, slowApi),
    SHUTDOWN_DELAY_MS: '0',
    SHUTDOWN_TIMEOUT_MS: '100',
  });
  const running = assert.rejects(fetch(`${url}/api/work?ms=2000`));
  await hasRequest(management);
  child.kill('SIGTERM');
  assert.equal(await exit, 1);
  await running;
});

test('a request that the client gives up while the server waits for it is logged before the end', async (t) => {
  const { child, exit, url, management } = await startServer(t, {
    [API]: await startApi(t, slowApi),
    SHUTDOWN_DELAY_MS: '0',
  });
  const client = new AbortController();
  const running = fetch(`${url}/api/work?ms=2000`, { signal: client.signal });
  running.catch(() => {});
  await hasRequest(management);
  child.kill('SIGTERM');

  const entries: LogEntry[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (entries.push(JSON.parse(line)) === 1) client.abort(); // it drains
  }
  assert.deepEqual(
    entries.map(({ msg, status }) => [msg, status]),
    [
      ['draining', undefined],
      ['request', 499],
      ['stopped', undefined],
    ],
  );
  assert.equal(await exit, 0);
});

test('a second signal ends the process at once', async (t) => {
  const { child, exit, management } = await startServer(t, { SHUTDOWN_DELAY_MS: '60000' });
  child.kill('SIGTERM');
  await eventually(async () => (await fetch(management + readyPath)).status === 503, 'not ready');
  child.kill('SIGTERM');
  assert.equal(await exit, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../server/config.ts';
import { readContract } from '../server/contract.ts';
import { API } from './support.ts';

test('the contract gives the port, and PORT overrides it', () => {
  assert.equal(loadConfig({}).port, readContract().port);
  assert.equal(loadConfig({ PORT: '' }).port, readContract().port);
  assert.equal(loadConfig({ PORT: '0' }).port, 0);
  assert.equal(loadConfig({}).managementPort, readContract().managementPort);
});

test('only what is deployed waits for load balancers when it stops', () => {
  assert.equal(loadConfig({}).shutdownDelayMs, 0);
  assert.equal(loadConfig({ NODE_ENV: 'production' }).shutdownDelayMs, 5_000);
});

for (const [name, value] of [
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['MANAGEMENT_PORT', '-1'],
  ['MANAGEMENT_PORT', String(readContract().port)],
  ['MANAGEMENT_ON_WEB', 'no'],
  ['LOG_LEVEL', 'loud'],
  ['GRAFANA_URL', 'javascript:alert(1)'],
  [API, 'shop-api:8080'],
  ['SHUTDOWN_DELAY_MS', '-1'],
  ['KEEP_ALIVE_MS', '1m'],
] as const) {
  test(`${name}=${value} is refused by name`, () => {
    assert.throws(() => loadConfig({ [name]: value }), new RegExp(`^Error: ${name} must `));
  });
}

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { askApi, askInfo } from '../src/api.ts';

/** What a browser would get. */
function answer(t: TestContext, status: number, body: unknown): void {
  t.mock.method(globalThis, 'fetch', async () => Response.json(body, { status }));
}

test('the page shows what runs', async (t) => {
  answer(t, 200, { version: '1.2.3', revision: 'abc', pod: 'pod-1' });
  assert.deepEqual(await askInfo(), { version: '1.2.3', revision: 'abc', pod: 'pod-1' });
});

test('the page shows what the API answers', async (t) => {
  answer(t, 200, { name: 'shop-api' });
  assert.deepEqual(await askApi('/api/info'), { name: 'shop-api' });
});

for (const [status, message] of [
  [404, 'This service calls no API.'],
  [502, 'The API answers 502.'],
] as const) {
  test(`the page says what a ${status} means`, async (t) => {
    answer(t, status, { error: { message: 'x' } });
    await assert.rejects(askApi('/api/info'), { message });
  });
}

import assert from "node:assert/strict";
import { ask, askJson, sendRaw } from "./client";
import { countRequests } from "./exposition";
import type { Check, Service } from "./service";

/** What an app that serves a built page has in place of samples. */
export const siteChecks: readonly Check<Service>[] = [
  {
    name: "the page and what it loads come from this origin, and browsers keep only what is named by its content",
    async run({ url, contract }) {
      const { status, headers, body } = await ask(url, "/");
      assert.equal(status, 200);
      assert.match(String(headers["content-type"]), /^text\/html; charset=utf-8$/i);
      assert.equal(headers["cache-control"], "no-cache");
      const policy = String(headers["content-security-policy"]);
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      assert.ok(body.includes(`<h1>${contract.name}</h1>`));
      const loaded = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
      assert.ok(loaded.length > 2, "a script, a style and an icon");
      for (const address of loaded) {
        const answer = await ask(url, address);
        assert.equal(answer.status, 200, address);
        const kept = address.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
        assert.equal(answer.headers["cache-control"], kept, address);
      }
    },
  },
  {
    name: "files that did not change are not sent again, and all are compressed for who can read that",
    async run({ url }) {
      const { headers, body } = await ask(url, "/");
      assert.equal((await ask(url, "/", { headers: { "if-none-match": headers.etag } })).status, 304);
      for (const encoding of ["br", "gzip"]) {
        const compressed = await ask(url, "/", { headers: { "accept-encoding": encoding } });
        assert.equal(compressed.headers["content-encoding"], encoding);
        assert.equal(compressed.headers.vary, "Accept-Encoding");
        assert.ok(Number(compressed.headers["content-length"]) < body.length);
      }
    },
  },
  {
    name: "a part of a file is sent, and what is no part of it is an error as others: not encoded, and not kept",
    async run({ url }) {
      const { body: page } = await ask(url, "/");
      const [script] = /\/assets\/[\w-]+\.js/.exec(page) ?? [];
      assert.ok(script);
      const { body } = await ask(url, script);
      const part = await ask(url, script, { headers: { range: "bytes=1-3" } });
      assert.deepEqual([part.status, part.body], [206, body.slice(1, 4)]);
      for (const [header, value, status] of [
        ["range", "bytes=99999999-", 416],
        ["if-match", '"another"', 412],
      ] as const) {
        const refused = await askJson(url, script, { headers: { [header]: value, "accept-encoding": "br" } });
        assert.equal(refused.status, status);
        assert.equal(typeof refused.json.error.message, "string");
        assert.deepEqual([refused.headers["content-encoding"], refused.headers["cache-control"]], [undefined, "no-store"]);
      }
    },
  },
  {
    name: "paths of the page's own router get the page under one name, and make no series of their own",
    async run(service) {
      const { body } = await ask(service.url, "/");
      const labels = { method: "GET", route: "/*page", status: "200" };
      const before = await countRequests(service, labels);
      for (const path of ["/orders", "/orders/17", "/a/b/c?d=e"]) {
        const answer = await ask(service.url, path, { headers: { accept: "text/html" } });
        assert.deepEqual([answer.status, answer.body], [200, body], path);
      }
      assert.equal((await countRequests(service, labels)) - before, 3);
      assert.equal((await ask(service.url, "/assets/gone.js", { headers: { accept: "text/html" } })).status, 404);
    },
  },
  {
    name: "what the API answers comes through, and its faults and what is beside it do not",
    async run({ url }) {
      assert.equal((await ask(url, "/api/info")).status, 200);
      assert.equal((await ask(url, "/api/work?ms=x")).status, 400);
      for (const path of ["/api/faults", "/api/%66aults", "/api/../metrics", "/api/..%2fmetrics"]) {
        assert.equal((await ask(url, path)).status, 404, path);
      }
    },
  },
  {
    name: "the connection to the client is not that to the API",
    async run({ url }) {
      const answer = async (version: string, headers: string) => {
        const start = Date.now();
        const text = await sendRaw(url, `GET /api/info HTTP/${version}\r\nHost: x\r\n${headers}\r\n`);
        const connection = /^connection: (.+)$/im.exec(text)?.[1];
        return [connection, /^keep-alive:/im.test(text), Date.now() - start < 900];
      };
      const closed = ["close", false, true];
      assert.deepEqual(await answer("1.1", "Connection: close\r\n"), closed);
      assert.deepEqual(await answer("1.0", ""), closed);
      assert.deepEqual(await answer("1.1", ""), ["keep-alive", false, false]);
    },
  },
];

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { runtimeIds } from "../../src/portfolio/runtimes";
import { ask, askJson } from "./client";
import { type Check, routesOf, type Service } from "./service";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const WRONG_METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];

interface PageFacts {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly revision: string;
  readonly links: Readonly<Record<string, string | null>>;
  readonly paths: Readonly<Record<string, string>>;
}

/** What the server tells the page, where a script finds it and nothing is executed. */
export function factsOf(page: string): PageFacts {
  const [, json] = /<script type="application\/json" id="facts">(.*)<\/script>/.exec(page) ?? [];
  assert.ok(json, "the page has its facts");
  return JSON.parse(json) as PageFacts;
}

function pick(from: object, ...names: string[]): object {
  return Object.fromEntries(names.map((name) => [name, (from as Record<string, unknown>)[name]]));
}

/** A page that the app renders, and the routes that an app with an API of its own begins with. */
export const sampleChecks: readonly Check<Service>[] = [
  {
    name: "the page says what runs, and links to the rest",
    async run({ url, contract }) {
      const { status, headers, body } = await ask(url, "/");
      const { json: info } = await askJson(url, "/api/info");
      assert.equal(status, 200);
      assert.equal(headers["content-type"], "text/html; charset=utf-8");
      const { name, title, version, revision, links, paths } = factsOf(body);
      assert.deepEqual({ name, title, version, revision }, { ...pick(contract, "name", "title"), ...pick(info, "version", "revision") });
      const { repositories, metricsPath, healthPath, readyPath } = contract;
      assert.deepEqual(
        { ...links, grafana: null, faults: null },
        {
          ...repositories,
          ci: `${repositories.app}/actions`,
          metrics: metricsPath,
          grafana: null,
          faults: null,
        },
      );
      assert.deepEqual(paths, { info: "/api/info", work: "/api/work", health: healthPath, ready: readyPath, metrics: metricsPath });
      for (const path of Object.values(paths)) assert.equal((await ask(url, path)).status, 200, path);
    },
  },
  {
    name: "the page loads nothing, and its policy allows nothing but its own style and script",
    async run({ url }) {
      const { headers, body } = await ask(url, "/");
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.doesNotMatch(body, /<img|<iframe|<object|\bsrc=|@import|url\(|rel="stylesheet"/i);
      assert.ok(Buffer.byteLength(body) <= 30_000, "the page is small");
      const policy = String(headers["content-security-policy"]);
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      for (const tag of [/<style>([\s\S]*?)<\/style>/, /<script type="module">([\s\S]*?)<\/script>/]) {
        const hash = createHash("sha256").update(tag.exec(body)?.[1] ?? "");
        assert.ok(policy.includes(`'sha256-${hash.digest("base64")}'`), `${tag} matches its hash`);
      }
    },
  },
  {
    name: "/api/work waits as long as it is asked to, and not longer",
    async run({ url }) {
      const work = async (query: string) => {
        const start = performance.now();
        const { status, json } = await askJson(url, `/api/work${query}`);
        assert.equal(status, 200);
        return { json, took: performance.now() - start };
      };
      const [zero, usual, longest] = await Promise.all([work("?ms=0"), work(""), work("?ms=2000")]);
      assert.deepEqual([zero.json, usual.json, longest.json], [{ waitedMs: 0 }, { waitedMs: 50 }, { waitedMs: 2000 }]);
      assert.ok(usual.took >= 49 && longest.took >= 1_999 && longest.took < 3_500, `${usual.took} ${longest.took}`);
    },
  },
  {
    name: "/api/work refuses what is not an integer from 0 to 2000",
    async run({ url }) {
      const wrong = ["", "-1", "2001", "5.0", "1e3", "0x10", "NaN", "+5", " 5", "5 ", "1_000", "٣", "²", "5\n", "null", "9".repeat(30)];
      for (const ms of wrong) {
        const { status, json } = await askJson(url, `/api/work?ms=${encodeURIComponent(ms)}`);
        assert.equal(status, 400, JSON.stringify(ms));
        assert.deepEqual(json, { error: { message: "ms must be an integer from 0 to 2000" } });
      }
    },
  },
  {
    name: "/api/work takes one ms",
    async run({ url }) {
      for (const query of ["?ms=1&ms=2", "?ms=1&ms=1", "?ms=&ms="]) {
        const { status, json } = await askJson(url, `/api/work${query}`);
        assert.deepEqual([status, json], [400, { error: { message: "ms must be given once" } }], query);
      }
    },
  },
];

/** Routes, status codes, headers and JSON. */
export const answerChecks: readonly Check<Service>[] = [
  {
    name: "it tells what runs, in six fields",
    async run({ url, contract, routes }) {
      const { status, headers, json } = await askJson(url, routes.info);
      assert.equal(status, 200);
      assert.match(String(headers["content-type"]), /^application\/json\b/);
      assert.deepEqual(Object.keys(json), ["name", "version", "revision", "runtime", "pod", "uptimeSeconds"]);
      assert.equal(json.name, contract.name);
      assert.ok(runtimeIds.includes(json.runtime), json.runtime);
      assert.ok(json.uptimeSeconds >= 0 && json.uptimeSeconds < 86_400);
    },
  },
  {
    name: "it is alive and ready",
    async run({ url, contract }) {
      const health = await askJson(url, contract.healthPath);
      assert.deepEqual([health.status, health.json], [200, { status: "ok" }]);
      const ready = await askJson(url, contract.readyPath);
      assert.deepEqual([ready.status, ready.json], [200, { status: "ready" }]);
    },
  },
  {
    name: "an unknown path is 404, near misses too",
    async run({ url, contract }) {
      const misses = ["/nothing", "/api", "/api/", "/api/work/", "/API/info", "/api//info", "/index.htm", "/favicon.ico"];
      for (const path of [...misses, `${contract.healthPath}/`, `${contract.healthPath}x`, contract.metricsPath.toUpperCase()]) {
        const { status, json } = await askJson(url, path);
        assert.equal(status, 404, path);
        assert.deepEqual(json, { error: { message: "not found" } });
      }
    },
  },
  {
    name: "a wrong method is 405 and told the right ones",
    async run({ url, contract }) {
      for (const path of routesOf(contract)) {
        for (const method of WRONG_METHODS) {
          const { status, headers, json } = await askJson(url, path, { method });
          assert.equal(status, 405, `${method} ${path}`);
          assert.equal(headers.allow, "GET, HEAD");
          assert.deepEqual(json, { error: { message: "method not allowed" } });
        }
      }
    },
  },
  {
    name: "HEAD answers as GET does, without a body",
    async run({ url, contract }) {
      for (const path of [...routesOf(contract), "/nothing", "/api/work?ms=x"]) {
        const get = await ask(url, path);
        const head = await ask(url, path, { method: "HEAD" });
        assert.equal(head.status, get.status, path);
        assert.equal(head.headers["content-type"], get.headers["content-type"], path);
        assert.equal(head.body, "", path);
      }
    },
  },
  {
    name: "every answer has a request id: the client's when it is harmless, else a new one",
    async run({ url, contract }) {
      const id = async (path: string, sent?: string, method = "GET") => {
        const { headers } = await ask(url, path, { method, headers: sent === undefined ? {} : { "x-request-id": sent } });
        return String(headers["x-request-id"]);
      };
      const made = new Set<string>();
      for (const path of [...routesOf(contract), "/nothing", "/api/work?ms=x"]) {
        assert.equal(await id(path, "a-B_9.z"), "a-B_9.z", path);
        assert.match(await id(path), UUID, path);
        made.add(await id(path, undefined, "DELETE"));
      }
      assert.equal(made.size, routesOf(contract).length + 2, "each one is new");
      assert.equal(await id("/api/info", "x".repeat(64)), "x".repeat(64));
      for (const bad of ["", "x".repeat(65), "a b", "a,b", '{"a":1}', "a/b", "\u00e9"]) assert.match(await id("/api/info", bad), UUID, bad);
    },
  },
];

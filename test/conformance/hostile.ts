import assert from "node:assert/strict";
import { ask, eventually, sendRaw, statusOf } from "./client";
import { countRequests, scrape, select, seriesOf } from "./exposition";
import type { Check, Service } from "./service";

const SERVER_ERROR = /^5/;

/** Runs hostile input; afterwards the service answers, counted no server error and has no new series but of these methods. */
function harmless(name: string, attack: (service: Service) => Promise<void>): Check<Service> {
  const series = async (service: Service) =>
    new Set(
      select(await scrape(service), "http_request_duration_seconds_count").map((sample) => `${sample.labels.route} ${seriesOf(sample)}`),
    );
  const errors = async (service: Service) =>
    select(await scrape(service), "http_request_duration_seconds_count").filter(({ labels }) => SERVER_ERROR.test(labels.status));

  return {
    name,
    async run(service) {
      // What the attack may be counted as, once.
      for (const method of ["GET", "HEAD", "POST", "PROPFIND"]) await ask(service.url, "/nothing", { method });
      await ask(service.url, "/api/work?ms=x");
      await ask(service.url, "/", { method: "POST" });
      await ask(service.url, "/", { method: "PROPFIND" });
      await sendRaw(service.url, "HELLO\r\n\r\n");
      await sendRaw(service.url, get("/", `X-Large: ${"a".repeat(100_000)}\r\n`));
      const expected = await eventually(async () => {
        const known = await series(service);
        assert.ok(known.size >= 7);
        return known;
      });
      const errorsBefore = await errors(service);

      await attack(service);

      assert.equal((await ask(service.url, service.contract.healthPath)).status, 200);
      const added = [...(await series(service))].filter((one) => !expected.has(one) && !/"499"/.test(one));
      assert.deepEqual(added, [], "new series");
      assert.deepEqual(await errors(service), errorsBefore, "server errors");
    },
  };
}

async function refuse({ url }: Service, bytes: string | Buffer): Promise<string> {
  const answer = await sendRaw(url, bytes);
  const shown = JSON.stringify(bytes.toString("latin1").slice(0, 80));
  const status = statusOf(answer);
  assert.ok(status === undefined || (status >= 400 && status < 500), `${shown} was answered with ${status}`);
  return answer;
}

export const get = (target: string, headers = "") => `GET ${target} HTTP/1.1\r\nHost: x\r\n${headers}Connection: close\r\n\r\n`;

/** The same paths in each run: a failure can be looked into. */
function randomPaths(count: number): string[] {
  let state = 1;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const pieces = [
    "a",
    "Z",
    "9",
    "-",
    ".",
    "..",
    "/",
    "//",
    "%2e%2e",
    "%2f",
    "%00",
    "%0a",
    "%ff",
    "%C3%A9",
    "%zz",
    "%",
    ";x=1",
    "\\",
    "'",
    "<b>",
    "{{7*7}}",
    "$(id)",
    "api",
    "metrics",
    "?",
    "&",
    "=",
    "+",
    "~",
    "x".repeat(200),
  ];
  return Array.from(
    { length: count },
    (_, index) => `/r${index}/${Array.from({ length: 1 + random(8) }, () => pieces[random(pieces.length)]).join("")}`,
  );
}

export const hostileChecks: readonly Check<Service>[] = [
  harmless("1,000 random paths", async ({ url }) => {
    const paths = randomPaths(1_000);
    for (let i = 0; i < paths.length; i += 20) {
      await Promise.all(
        paths.slice(i, i + 20).map(async (path) => {
          const { status } = await ask(url, path);
          assert.equal(status, 404, path);
        }),
      );
    }
  }),
  harmless("path traversal", async (service) => {
    const targets = [
      "/../../../../etc/passwd",
      "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
      "/..%2f..%2f..%2fetc%2fpasswd",
      "/..;/..;/etc/passwd",
      "//etc/passwd",
      "/static/../../etc/passwd",
      "/%252e%252e/etc/passwd",
      "/..\\..\\etc\\passwd",
      "/api/../../etc/passwd",
      "/contract.json",
      "/package.json",
      "/.git/config",
    ];
    for (const target of targets) {
      const answer = await refuse(service, get(target));
      assert.equal(statusOf(answer), 404, target);
      assert.doesNotMatch(answer, /root:|durationBuckets/);
    }
  }),
  harmless("strange request targets", async (service) => {
    for (const target of [
      "http://elsewhere.example.org/etc/passwd",
      "elsewhere",
      "*",
      "http://[",
      "http://a:b/",
      "//[",
      "/a b",
      "/\u0001",
      "/\u00ff",
      "/%",
      `/${"a".repeat(4_000)}`,
    ]) {
      await refuse(service, get(target));
    }
  }),
  harmless("strange methods", async (service) => {
    for (const method of ["FOO", "get", "A".repeat(2_000), "G ET", "<script>", "\u0000"])
      await refuse(service, `${method} /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await refuse(service, "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n\r\n");
    await refuse(service, "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }),
  harmless("headers that are too large", async (service) => {
    await refuse(service, get("/", `X-Large: ${"a".repeat(20_000)}\r\n`));
    await refuse(service, get("/", `Cookie: ${"a=b; ".repeat(20_000)}\r\n`));
    await refuse(service, get("/", Array.from({ length: 3_000 }, (_, index) => `X-${index}: ${index}\r\n`).join("")));
    await refuse(service, get(`/${"a".repeat(100_000)}`));
  }),
  harmless("requests that are not HTTP, or two things at once", async (service) => {
    await refuse(service, Buffer.from("16030100f1010000ed0303", "hex"));
    await refuse(service, "\r\n\r\n\r\n\r\n");
    await refuse(service, "SSH-2.0-OpenSSH_9.9\r\n");
    await refuse(service, "GET / HTTP/1.1\r\nHost: x\r\nBroken\r\n\r\n");
    await refuse(service, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabcde");
    await refuse(service, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\nConnection: close\r\n\r\n");
    await refuse(
      service,
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
    );
    await refuse(service, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n");
    await refuse(service, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n");
  }),
  harmless("a large body that nobody wants", async (service) => {
    const body = "x".repeat(2_000_000);
    await refuse(service, `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  }),
  harmless("log injection", async ({ url, logs }) => {
    await ask(url, "/a%0a%7B%22level%22:%22error%22%7D%0d%0a?x=%0a");
    await ask(url, '/"},{"level":"fatal"}', { headers: { "user-agent": '"\\n{"level":"fatal"}' } });
    await eventually(async () => {
      const entries = (await logs()).map((line) => JSON.parse(line));
      assert.ok(
        entries.some(({ path }) => path?.includes('"},{"')),
        "the request is logged",
      );
      assert.ok(!entries.some(({ level }) => level === "fatal"));
    });
  }),
  {
    name: "clients that come and go are not answered with errors",
    async run(service) {
      const labels = { method: "GET", route: service.routes.nameOf("/api/info"), status: "200" };
      const before = await countRequests(service, labels);
      await Promise.all(Array.from({ length: 50 }, () => sendRaw(service.url, "GET /api/info HTTP/1.1\r\nHo").catch(() => "")));
      assert.equal((await ask(service.url, "/api/info")).status, 200);
      await eventually(async () => assert.equal(await countRequests(service, labels), before + 1));
    },
  },
];

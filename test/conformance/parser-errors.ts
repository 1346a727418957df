import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { ask, eventually, sendRaw, statusOf } from "./client";
import { countRequests } from "./exposition";
import { get } from "./hostile";
import { readLog, requestEntry } from "./logs";
import type { Check, Service } from "./service";

/** Requests that the server's own parser refuses, and no code of the app sees. */
const UNPARSABLE: readonly [name: string, bytes: string, status: number][] = [
  ["no HTTP", "HELLO\r\n\r\n", 400],
  ["a broken header", "GET / HTTP/1.1\r\nHost: x\r\nBroken\r\n\r\n", 400],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", 400],
  ["headers that are too large", get("/", `X-Large: ${"a".repeat(100_000)}\r\n`), 431],
  ["a target that is too large", get(`/${"a".repeat(100_000)}`), 431],
  ["two hosts", get("/api/info", "Host: y\r\n"), 400],
  ["a tunnel", "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n\r\n", 404],
];

/** What is refused, is refused as JSON, has an id, one line in the log, and is counted. */
export async function refused(service: Service, bytes: string, status: number): Promise<void> {
  const labels = { route: "unmatched", status: String(status) };
  const before = await countRequests(service, labels);
  const answer = await sendRaw(service.url, bytes);
  assert.equal(statusOf(answer), status);
  const [head, body] = answer.split("\r\n\r\n");
  assert.equal(typeof JSON.parse(body).error.message, "string");
  const [, id] = /^x-request-id: (.+)$/im.exec(head) ?? [];
  assert.ok(id, head);
  await eventually(async () => {
    const lines = (await readLog(service)).filter(({ requestId }) => requestId === id);
    assert.deepEqual(
      lines.map(({ msg, level, route, status }) => [msg, level, route, status]),
      [["request", "info", "unmatched", status]],
    );
    assert.equal(await countRequests(service, labels), before + 1);
  });
}

const requestChecks: readonly Check<Service>[] = UNPARSABLE.map(([name, bytes, status]) => ({
  name: `${name}: answered with an id, logged and counted`,
  run: (service) => refused(service, bytes, status),
}));

/** Requests that it refuses, or takes as if nothing were odd. */
const expectation: Check<Service> = {
  name: "an expectation that nobody knows is refused with 417 as every request is, or ignored",
  async run(service) {
    const bytes = get("/api/info", "Expect: the-unexpected\r\n");
    const status = statusOf(await sendRaw(service.url, bytes));
    if (status !== 200) await refused(service, bytes, 417);
    assert.ok([100, 200].includes(statusOf(await sendRaw(service.url, get("/api/info", "Expect: 100-Continue\r\n"))) ?? 0));
  },
};

/** Targets that are not URLs: the same answer as to any unknown path, or that they are wrong. */
const targetChecks: readonly Check<Service>[] = ["http://[", "//[", "http://a:b/"].map((target, index) => ({
  name: `the target ${target} is refused as JSON, logged and counted`,
  async run(service) {
    const id = `target-${index}`;
    const bytes = get(target, `X-Request-Id: ${id}\r\n`);
    const answer = await sendRaw(service.url, bytes);
    const status = statusOf(answer);
    if (status === 400) return refused(service, bytes, 400); // before the id was read
    assert.equal(status, 404);
    assert.equal(typeof JSON.parse(answer.split("\r\n\r\n")[1]).error.message, "string");
    assert.match(answer, /^x-request-id: target-\d/im);
    const { route, method } = await requestEntry(service, id);
    assert.deepEqual([method, route], ["GET", "unmatched"]);
  },
}));

/** Paths that cannot be decoded, as a browser and as a program asks for them. */
const encodingCheck: Check<Service> = {
  name: "a path that cannot be decoded is the client's fault",
  async run(service) {
    for (const path of ["/%", "/%zz", "/a/%c0%ae%c0%ae/b", "/%ff", "/api/%"]) {
      for (const accept of ["text/html", "*/*"]) {
        const id = `encoding-${randomUUID()}`;
        const { status, headers, body } = await ask(service.url, path, { headers: { accept, "x-request-id": id } });
        assert.ok(status === 400 || status === 404, `${path} for ${accept}: ${status}`);
        assert.equal(headers["x-request-id"], id);
        assert.equal(typeof JSON.parse(body).error.message, "string");
        const entry = await requestEntry(service, id);
        assert.deepEqual([entry.route, entry.status, entry.level], ["unmatched", status, "info"]);
      }
    }
  },
};

/** A body that breaks off after an answer could be sent already. */
const bodyCheck: Check<Service> = {
  name: "a broken body gets no second answer, and no error of the server",
  async run(service) {
    const errors = () => countRequests(service, { status: "500" });
    const before = await errors();
    for (const body of ["zz\r\n", "2\r\n{}\r\nzz\r\n", "2\r\n{}xx", "-1\r\n", "0\r\nBroken\r\n\r\n"]) {
      const answer = await sendRaw(service.url, `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
      assert.ok((answer.match(/^HTTP\/1\.1 /gm)?.length ?? 0) <= 1, answer);
      assert.match(String(statusOf(answer) ?? 400), /^4/);
    }
    assert.equal(await errors(), before);
  },
};

/** What the parser of each runtime refuses, and the app answers and records. */
export const parserErrorChecks: readonly Check<Service>[] = [...requestChecks, expectation, ...targetChecks, encodingCheck, bodyCheck];

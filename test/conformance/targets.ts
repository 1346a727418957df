import assert from "node:assert/strict";
import { sendRaw, statusOf } from "./client";
import { get } from "./hostile";
import { requestEntry } from "./logs";
import { refused } from "./parser-errors";
import type { Check, Service } from "./service";

const ORIGINS = ["http://elsewhere.example.org", "HTTP://elsewhere:81", "https://[::1]:8443", "http://ada:secret@elsewhere"];

/** The request line as RFC 9112 (3.2) wants it read, and the Host that it wants beside it. */
export const targetChecks: readonly Check<Service>[] = [
  {
    name: "a request without Host is refused in HTTP/1.1, where there must be one, and answered in HTTP/1.0",
    async run(service) {
      await refused(service, "GET /api/info HTTP/1.1\r\nConnection: close\r\n\r\n", 400);
      assert.equal(statusOf(await sendRaw(service.url, "GET /api/info HTTP/1.0\r\n\r\n")), 200);
    },
  },
  {
    name: "a target that is a whole URL is answered, logged and counted as its path is",
    async run(service) {
      const { routes, contract } = service;
      for (const [index, target] of ["", "/", "/api/info", "/api/work?ms=3", "/nothing", contract.readyPath].entries()) {
        const ask = async (origin: string, id: string) => {
          const answer = await sendRaw(service.url, get(`${origin}${target}` || "/", `X-Request-Id: ${id}\r\n`));
          const { method, path, route, status } = await requestEntry(service, id);
          return { answered: statusOf(answer), type: /^content-type: (.*)$/im.exec(answer)?.[1], method, path, route, status };
        };
        const path = await ask("", `path-${index}`);
        assert.deepEqual([path.answered, path.path], [target === "/nothing" ? 404 : 200, target.split("?")[0] || "/"]);
        if (target.startsWith("/api/")) assert.equal(path.route, routes.nameOf(String(path.path)));
        for (const [at, origin] of ORIGINS.entries()) {
          assert.deepEqual(await ask(origin, `url-${index}-${at}`), path, `${origin}${target}`);
        }
      }
      assert.equal(statusOf(await sendRaw(service.url, get("http://elsewhere?x=1"))), 200);
    },
  },
];

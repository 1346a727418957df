import assert from "node:assert/strict";
import { ask, eventually } from "./client";
import { countRequests, scrape, select, sum } from "./exposition";
import { requestEntry } from "./logs";
import type { Check, Service } from "./service";

/** A client that leaves before it has its answer. */
export const departureChecks: readonly Check<Service>[] = [
  {
    name: "a request that the client gives up is counted as 499, and no longer in flight",
    async run(service) {
      const labels = { method: "GET", route: service.routes.nameOf("/api/work"), status: "499" };
      const before = await countRequests(service, labels);
      const given = Array.from({ length: 5 }, () => ask(service.url, "/api/work?ms=1000", { signal: AbortSignal.timeout(200) }));
      for (const { status } of await Promise.allSettled(given)) assert.equal(status, "rejected");
      await eventually(async () => assert.equal((await countRequests(service, labels)) - before, 5));
      await eventually(async () => assert.equal(sum(select(await scrape(service), "http_requests_in_flight")), 1));
    },
  },
  {
    name: "a request that the client gives up is logged as 499",
    async run(service) {
      const given = ask(service.url, "/api/work?ms=500", { headers: { "x-request-id": "given-up" }, signal: AbortSignal.timeout(100) });
      await assert.rejects(given);
      assert.equal((await requestEntry(service, "given-up")).status, 499);
    },
  },
];

import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** The sample API, for an app that calls one: what stands behind it must not be what is tested. Gives its port. */
export async function startStandInApi(): Promise<number> {
  const server = createServer({ keepAliveTimeout: 65_000 }, answer).listen(0);
  server.unref(); // ends with the tests
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const answer: RequestListener = (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://api");
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
  };
  const fail = (status: number, message: string) => send(status, { error: { message } });

  request.resume();
  if (pathname !== "/api/info" && pathname !== "/api/work") fail(404, "not found");
  else if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    fail(405, "method not allowed");
  } else if (pathname === "/api/info") send(200, { name: "api" });
  else {
    const ms = searchParams.get("ms") ?? "50";
    if (!/^\d{1,4}$/.test(ms)) fail(400, "ms must be an integer");
    else setTimeout(() => send(200, { waitedMs: Number(ms) }), Number(ms));
  }
};

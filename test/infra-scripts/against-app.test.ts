import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

describe("against an application", () => {
  const answers: Record<string, [type: string, body: string]> = {
    "/": ["text/html; charset=utf-8", "<html></html>"],
    "/health": ["application/json", '{"status":"ok"}'],
    "/ready": ["application/json", '{"status":"ready"}'],
    "/metrics": ["text/plain; version=0.0.4; charset=utf-8", "http_request_duration_seconds_count 1\n"],
    "/api/info": ["application/json", "{}"],
    "/api/work": ["application/json", "{}"],
  };
  let changed: typeof answers = {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [type, body] = { ...answers, ...changed }[pathname] ?? [];
    if (body === undefined) response.writeHead(503).end("broken");
    else response.writeHead(200, { "Content-Type": type }).end(body);
  });
  const address = () => ({ APP_ADDRESS: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => server.close());
  beforeEach(() => {
    changed = {};
  });

  test("smoke is content with a good one", async () => {
    const { status, stdout } = await stage("smoke", [], { up: true, env: address() });
    expect({ status, lines: stdout.trim().split("\n").length }).toEqual({ status: 0, lines: 4 });
  });

  test.each<[string, string, [string, string] | [], RegExp]>([
    ["metrics as a page", "/metrics", ["text/html", "http_request_duration_seconds_count 1"], /\/metrics answered as 'text\/html'/],
    ["other metrics", "/metrics", ["text/plain; version=0.0.4", "up 1"], /without \^http_request_duration_seconds_count/],
    ["no readiness", "/ready", [], /\/ready answered 503/],
    ["another answer", "/health", ["application/json", "{}"], /\/health answered without/],
  ])("smoke refuses %s", async (_, path, answer, message) => {
    changed = { [path]: answer as [string, string] };
    const { status, stderr } = await stage("smoke", [], { up: true, env: address() });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(message) });
  });

  test("load sends what it says, and counts what fails", async () => {
    const good = await stage("load", ["--seconds", "2", "--rps", "7"], { up: true, env: address() });
    expect(good).toMatchObject({ status: 0, stdout: "200 14\n" });
    changed = { "/": [] as unknown as [string, string] };
    const bad = await stage("load", ["--seconds", "1", "--rps", "5"], { up: true, env: address() });
    expect(bad).toMatchObject({ status: 1, stdout: "200 4\n503 1\n" });
  });
});

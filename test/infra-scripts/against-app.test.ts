import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { generate, temporaryFolder } from "../support/portfolio";
import { call, type Stage, stage } from "../support/stage";

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

  const port = () => (server.address() as AddressInfo).port;
  const proxy = { http_proxy: "http://127.0.0.1:9" }; // must not be asked

  test("smoke goes through a port-forward, without a proxy, and then the ways of users", async () => {
    const { infra } = generate({ exposure: "clusterIP" });
    const staged = await stage("smoke", [], { infra, up: true, env: { FORWARD: `127.0.0.1:${port()}`, ...proxy } });
    expect(staged).toMatchObject({ status: 0, stdout: expect.stringMatching(/ok {2}Service {3}helm test\n$/) });
    expect(call(staged, "helm --kube-context octo-org-infra-k8s test express-app -n express-app")).not.toBe("");
    const broken = await stage("smoke", [], { infra, up: true, env: { FORWARD: `127.0.0.1:${port()}`, HELM_TEST: "1" } });
    expect(broken).toMatchObject({ status: 1, stderr: expect.stringContaining("the Service does not lead to the application") });
  });

  test("smoke asks as it is written, whatever a person's own settings of curl are", async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, ".curlrc"), "proxy = http://127.0.0.1:9\ninclude\nfail\n");
    expect(await stage("smoke", [], { up: true, env: { ...address(), HOME: home } })).toMatchObject({ status: 0 });
  });

  test("smoke takes the metrics from the port that the Service has for them", async () => {
    const { infra } = generate({ exposure: "clusterIP" });
    const staged = await stage("smoke", [], { infra, up: true, env: { FORWARD: `127.0.0.1:${port()}`, PORTS: "web management" } });
    expect(staged.status).toBe(0);
    expect(staged.calls.filter((line) => line.includes("port-forward")).map((line) => line.split(" ").at(-1))).toEqual([
      ":web",
      ":management",
    ]);
  });

  test("smoke goes through a port-forward of IPv6, too", async () => {
    const six = createServer((request, response) => server.emit("request", request, response));
    await new Promise<void>((resolve) => six.listen(0, "::1", resolve));
    const forward = `[::1]:${(six.address() as AddressInfo).port}`;
    const { infra } = generate({ exposure: "clusterIP" });
    const { status } = await stage("smoke", [], { infra, up: true, env: { FORWARD: forward, ...proxy } });
    six.close();
    expect(status).toBe(0);
  });

  const linux = process.platform === "linux" && !/microsoft/i.test(readFileSync("/proc/version", "utf8"));
  (linux ? test : test.skip)("smoke asks the node port", async () => {
    const { infra } = generate({ nodePort: 31987 });
    const env = { FORWARD: `127.0.0.1:${port()}` };
    const closed = await stage("smoke", [], { infra, up: true, env });
    expect(closed).toMatchObject({ status: 1, stderr: expect.stringContaining("http://127.0.0.1:31987/health does not answer") });
    const node = createServer((request, response) => server.emit("request", request, response));
    await new Promise<void>((resolve) => node.listen(31987, "127.0.0.1", resolve));
    const open = await stage("smoke", [], { infra, up: true, env });
    node.close();
    expect(open).toMatchObject({ status: 0, stdout: expect.stringMatching(/ok {2}NodePort {2}127\.0\.0\.1:31987\n$/) });
  });

  test("smoke asks no Ingress in a rehearsal of what Argo CD brings to a cloud: a Minikube has no load balancer of it", async () => {
    const { infra } = generate({ delivery: "argocd", cluster: "eks", exposure: "ingress", ingressHost: "app.example.org" });
    const env = { FORWARD: `127.0.0.1:${port()}`, PORTS: "web management", INGRESS: JSON.stringify({ spec: {}, status: {} }) };
    const rehearsed = await stage("smoke", [], { infra, up: true, env: { ...env, REHEARSAL: "true" } });
    expect(rehearsed).toMatchObject({ status: 0, stdout: expect.stringMatching(/ok {2}Service {3}helm test\n$/) });
    const there = await stage("smoke", [], { infra, up: true, env });
    expect(there).toMatchObject({ status: 1, stderr: expect.stringContaining("Ingress express-app has no address") });
  });

  test("smoke asks the Ingress by its name, at the address of its controller", async () => {
    const { infra } = generate({ exposure: "ingress", ingressHost: "app.example.org" });
    const given = (ingress: object): Stage => ({
      infra,
      up: true,
      env: { FORWARD: `127.0.0.1:${port()}`, PORTS: "web management", INGRESS: JSON.stringify(ingress), REAL: process.env.PATH },
      more: { curl: 'case "$*" in *--connect-to*) printf 200; ;; *) PATH=$REAL exec curl "$@" ;; esac' },
    });
    const none = await stage("smoke", [], given({ spec: {}, status: {} }));
    expect(none).toMatchObject({ status: 1, stderr: expect.stringContaining("Ingress express-app has no address") });
    const found = await stage("smoke", [], given({ spec: { tls: [{}] }, status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } }));
    expect(found).toMatchObject({ status: 0, stdout: expect.stringMatching(/ok {2}Ingress {3}https:\/\/app\.example\.org\n$/) });
    const asked = found.calls.filter((line) => line.startsWith("curl ")).at(-1);
    expect(asked).toContain("https://app.example.org/health");
    expect(asked).toContain("--connect-to app.example.org::192.0.2.1:");
    const six = await stage("smoke", [], given({ spec: {}, status: { loadBalancer: { ingress: [{ ip: "2001:db8::7" }] } } }));
    expect(six.calls.at(-1)).toContain("--connect-to app.example.org::[2001:db8::7]:");
    // A proxy knows no cluster of this machine, and may be the way to one in a cloud.
    expect(six.calls.at(-1)).toMatch(/ --noproxy \*$/);
    const { infra: cloud } = generate({ exposure: "ingress", ingressHost: "app.example.org", cluster: "gke" });
    const far = await stage("smoke", [], {
      ...given({ spec: {}, status: { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } } }),
      infra: cloud,
    });
    expect(far.calls.at(-1)).toMatch(/--connect-to app\.example\.org::192\.0\.2\.1:$/);
  });

  (linux ? test : test.skip)("smoke asks a node of IPv6 in brackets, and no proxy for it", async () => {
    const { infra } = generate({ nodePort: 31987 });
    const kubectl =
      'case "$*" in *InternalIP*) echo fd00::2 ;; *port-forward*) echo "Forwarding from $FORWARD -> 80"; exec sleep 20 ;; *"get service "*) echo web ;; esac';
    const curl = 'case "$*" in *31987*) printf 200 ;; *) PATH=$REAL exec curl "$@" ;; esac';
    const env = { FORWARD: `127.0.0.1:${port()}`, REAL: process.env.PATH };
    const { calls } = await stage("smoke", [], { infra, up: true, env, more: { kubectl, curl } });
    expect(calls.find((line) => line.includes("31987"))).toMatch(/http:\/\/\[fd00::2\]:31987\/health --noproxy \*$/);
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

  test("load asks for the paths that it is given, each a path", async () => {
    changed = { "/api/orders": ["application/json", "[]"], "/": [] as unknown as [string, string] };
    const asked = await stage("load", ["--seconds", "1", "--rps", "4", "--path", "/api/orders?page=2", "--path", "/health"], {
      up: true,
      env: address(),
    });
    expect(asked).toMatchObject({ status: 0, stdout: "200 4\n" });
    const wrong = await stage("load", ["--path", "api/orders"], { up: true, env: address() });
    expect(wrong).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("--path must be a path such as /api/orders, not 'api/orders'"),
    });
  });

  test("load fails when nothing was asked, not only when something was answered wrongly", async () => {
    const asked = await stage("load", ["--seconds", "1", "--rps", "4"], { up: true, env: address(), more: { curl: "exit 2" } });
    expect(asked).toMatchObject({ status: 1, stderr: expect.stringContaining("0 of 4 requests were answered with 200") });
  });

  (linux ? test : test.skip)("smoke is content with any answer at the users' port of an app whose probes have another", async () => {
    const { infra } = generate({ runtime: "container", healthPath: "/health", managementPort: 9000, nodePort: 31986 });
    const node = createServer((_, response) => response.writeHead(users).end("broken"));
    let users = 404;
    await new Promise<void>((resolve) => node.listen(31986, "127.0.0.1", resolve));
    const env = { FORWARD: `127.0.0.1:${port()}`, PORTS: "web management" };
    const found = await stage("smoke", [], { infra, up: true, env });
    users = 503;
    const broken = await stage("smoke", [], { infra, up: true, env });
    node.close();
    expect(found).toMatchObject({ status: 0, stdout: expect.stringMatching(/ok {2}NodePort {2}127\.0\.0\.1:31986\n$/) });
    expect(broken).toMatchObject({ status: 1, stderr: expect.stringContaining("http://127.0.0.1:31986/ answered 503") });
  });

  test("smoke looks whether the pods of a worker run on, and load has nothing to send to it", async () => {
    const { infra } = generate({ runtime: "container", appName: "mail", worker: true });
    // How often they have started again, each time that it is asked.
    const more = (restarts: string, state = '{"running":{}}') => ({
      sleep: "",
      kubectl: `case "$*" in
        *"get pods"*) echo x >>"$STATE/asked"; set -- ${restarts}; [ "$(wc -l <"$STATE/asked")" -lt 2 ] || shift
          echo "{\\"items\\":[{\\"metadata\\":{},\\"status\\":{\\"containerStatuses\\":[{\\"restartCount\\":$1,\\"state\\":${state.replaceAll('"', '\\"')},\\"lastState\\":{\\"terminated\\":{}}}]}}]}" ;;
      esac`,
    });
    const found = await stage("smoke", [], { infra, up: true, more: more("3 3") });
    expect(found).toMatchObject({ status: 0, stdout: "ok  pods      run on without starting again\n" });
    const broken = await stage("smoke", [], { infra, up: true, more: more("3 4") });
    expect(broken).toMatchObject({ status: 1, stderr: expect.stringContaining("mail starts again and again") });
    const waits = await stage("smoke", [], { infra, up: true, more: more("3 3", '{"waiting":{"reason":"CrashLoopBackOff"}}') });
    expect(waits).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("mail starts again and again") });
    const forbidden = { kubectl: `case "$*" in *"get pods"*) echo Forbidden >&2; exit 1 ;; esac` };
    expect(await stage("smoke", [], { infra, up: true, more: forbidden })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("cannot see the pods of mail with the credentials of context"),
    });
    const idle = await stage("load", ["--seconds", "900"], { infra, up: true });
    expect(idle).toMatchObject({ status: 0, stderr: expect.stringContaining("mail is a worker: it answers no requests") });
  });

  test("load sends what it says, and counts what fails", async () => {
    const good = await stage("load", ["--seconds", "2", "--rps", "7"], { up: true, env: address() });
    expect(good).toMatchObject({ status: 0, stdout: "200 14\n" });
    changed = { "/": [] as unknown as [string, string] };
    const bad = await stage("load", ["--seconds", "1", "--rps", "5"], { up: true, env: address() });
    expect(bad).toMatchObject({ status: 1, stdout: "200 3\n503 2\n" });
  });
});

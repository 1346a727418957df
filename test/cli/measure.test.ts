import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { sh } from "../support/command";
import { inProcess } from "../support/in-process";
import { type Generated, generateFresh, temporaryFolder } from "../support/portfolio";

let portfolio: Generated;
let state: string;
let server: Server;
let address: string;
let asked: string[];

const page = () => readFileSync(join(portfolio.docs, "docs/resume.md"), "utf8");
const measure = (...args: string[]) =>
  inProcess(["measure", portfolio.root, ...args], portfolio.root, { PATH: `${state}${delimiter}${process.env.PATH}` });

/** A kubectl that notes what it is asked; while a rollout lasts, the file `down` may be there. */
function kubectl(restart: string): void {
  const file = join(state, "kubectl");
  writeFileSync(
    file,
    `#!/bin/sh
echo "$*" >>"${state}/calls"
case "$*" in
  *"rollout restart"*) ${restart} ;;
  *"rollout status"*) sleep 0.4; rm -f "${state}/down" ;;
esac
`,
  );
  chmodSync(file, 0o755);
}

/** The record of an image whose commit is in the app repository, proven so many seconds after it. */
function record(seconds: number, file = join(portfolio.infra, "environments/minikube/express-app/image.yaml")): void {
  sh(portfolio.app, "git init -q && git add . && git -c user.name=Ada -c user.email=ada@example.org commit -qm First");
  const [revision, time] = sh(portfolio.app, "git log -1 --format='%H %ct'").trim().split(" ");
  const proven = new Date((Number(time) + seconds) * 1000).toISOString().replace(/\.\d+/, "");
  const fields = { tag: `sha-${revision}`, digest: `sha256:${"a".repeat(64)}`, revision, time: proven, run: "https://example.org/1" };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name}: "${value}"`);
  writeFileSync(file, `# mine\nimage:\n${lines.join("\n")}\n`);
}

beforeEach(async () => {
  portfolio = generateFresh();
  state = temporaryFolder();
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(existsSync(join(state, "down")) ? 503 : 200).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => void server.close());

test("counts what fails while the service is restarted, and writes it between the markers and nowhere else", async () => {
  record(94);
  kubectl(`touch "${state}/down"`);
  const before = page();
  const { status, stdout } = await measure("--rollouts", "2", "--rate", "40", "--address", `${address}/`, "--yes");
  expect(status).toBe(0);
  const [, failed, requests] = /^- (\d+) of (\d+) requests failed in 2 rollouts of express-app on Minikube, at 40 /m.exec(stdout) ?? [];
  expect(Number(failed)).toBeGreaterThan(0);
  // The first asks whether it is there at all.
  expect(asked).toHaveLength(Number(requests) + 1);
  expect(new Set(asked)).toEqual(new Set(["/"]));
  expect(stdout).toContain("- 94 s from a commit to its verified deployment (sha-");
  const calls = readFileSync(join(state, "calls"), "utf8").trim().split("\n");
  expect(calls.filter((line) => line.includes("rollout restart"))).toEqual(
    Array(2).fill("--context octo-org-infra-k8s rollout restart deployment/express-app -n express-app"),
  );
  const [head, measured, tail] = page().split(/<!-- (?:end )?measured -->/);
  const [headBefore, , tailBefore] = before.split(/<!-- (?:end )?measured -->/);
  expect([head, tail]).toEqual([headBefore, tailBefore]);
  expect(measured).toContain(`- ${failed} of ${requests} requests failed`);
  expect(measured).not.toContain("Nothing has been measured");
});

test("a service that goes on serving loses none", async () => {
  kubectl("");
  const { stdout } = await measure("--rollouts", "1", "--rate", "20", "--address", address, "--yes", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    service: "express-app",
    delivered: { reason: expect.stringContaining("image.yaml names no image that the workflow proved") },
    rollouts: { rollouts: 1, rate: 20, failed: 0 },
  });
  expect(JSON.parse(stdout).rollouts.requests).toBeGreaterThan(3);
});

test("behind the first environment it reads what is proven there, not what was promoted", async () => {
  portfolio = generateFresh({ environments: [{ name: "staging" }, { name: "production" }] });
  const folder = join(portfolio.infra, "environments/production/express-app");
  record(60, join(folder, "verified.yaml"));
  writeFileSync(join(folder, "image.yaml"), 'image:\n  tag: "sha-newer"\n  digest: ""\n');
  expect((await measure("--rollouts", "0", "--environment", "production")).stdout).toMatch(/^- 60 s from a commit .* in production\)/);
});

test("touches no cluster unasked, and none with --rollouts 0", async () => {
  record(60);
  kubectl("");
  expect(await measure("--address", address)).toMatchObject({ status: 2, stderr: expect.stringContaining("give --yes, or --rollouts 0") });
  const { stdout } = await measure("--rollouts", "0");
  expect(stdout).toMatch(/^- 60 s from a commit/);
  expect(stdout).toContain("Not measured: rollouts, not asked for.");
  expect(existsSync(join(state, "calls"))).toBe(false);
  expect(asked).toEqual([]);
});

test("measures nothing where nobody answers: no number is better than a wrong one", async () => {
  kubectl("");
  const before = page();
  server.close();
  expect(await measure("--address", address, "--yes")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("does not answer: give --address"),
  });
  expect(readFileSync(join(state, "calls"), "utf8")).not.toContain("restart");
  expect(page()).toBe(before);
});

test.each<[string, string, object]>([
  [
    "the node of its own Minikube",
    "echo 127.0.0.1",
    { status: 1, stderr: expect.stringContaining("http://127.0.0.1:30005/ does not answer") },
  ],
  ["what a person gives, where there is none", "exit 1", { status: 2, stderr: expect.stringContaining("--profile octo-org-infra-k8s") }],
])("goes to %s", async (_, minikube, result) => {
  kubectl("");
  writeFileSync(join(state, "minikube"), `#!/bin/sh\n[ "$*" = "ip --profile octo-org-infra-k8s" ] || exit 1\n${minikube}\n`, {
    mode: 0o755,
  });
  expect(await measure("--yes")).toMatchObject(result);
});

test("says what is not measured, and why: a commit that nobody here knows, a rollout that does not end", async () => {
  record(60);
  sh(portfolio.app, "rm -rf .git");
  kubectl("");
  expect((await measure("--rollouts", "0")).stdout).toMatch(/does not know the commit [0-9a-f]{40}: git pull there/);
  kubectl("exit 1");
  expect(await measure("--address", address, "--yes")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("The rollout did not begin"),
  });
});

test("leaves a page without the markers alone, and says what to do", async () => {
  record(60);
  const file = join(portfolio.docs, "docs/resume.md");
  writeFileSync(file, "# Mine\n");
  expect((await measure("--rollouts", "0")).stderr).toContain("put <!-- measured --> and <!-- end measured --> where it belongs");
  expect(page()).toBe("# Mine\n");
});

test("writes through no link", async () => {
  record(60);
  const [file, elsewhere] = [join(portfolio.docs, "docs/resume.md"), join(temporaryFolder(), "resume.md")];
  const text = "<!-- measured --><!-- end measured -->\n";
  writeFileSync(elsewhere, text);
  rmSync(file);
  symlinkSync(elsewhere, file);
  expect((await measure("--rollouts", "0")).stderr).toContain("has no place for it");
  expect(readFileSync(elsewhere, "utf8")).toBe(text);
});

test.each([
  ["--rollouts", "ten"],
  ["--rate", "0"],
  ["--environment", "live"],
  ["--service", "shop"],
])("refuses %s %s and says what is allowed", async (...args) => {
  const { status, stderr } = await measure(...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(/a whole number from [01] to 50|none of (minikube|express-app)/);
});

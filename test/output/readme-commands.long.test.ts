import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { runtimeIds } from "../../src/portfolio/runtimes";
import { commandBlock, runBlock } from "../support/command-blocks";
import { generateFresh } from "../support/portfolio";
import { schemaLocations, toolsPath } from "../support/tools";

// The commands of the app's README as they stand there. Each runtime has a port of its own, as both suites may run at once.
describe.each(runtimeIds.map((runtime, index) => [runtime, 18080 + index] as const))("the README of the %s app", (runtime, port) => {
  const folders = generateFresh({ runtime, port });
  const block = (id: string) => commandBlock(folders, id, "app");

  test("its commands install, lint and test the service, start it, and get answers", async () => {
    runBlock(block("install"));
    runBlock(block("test"));
    const { cwd, script } = block("start");
    const server = spawn("sh", ["-c", `set -e\n${script}`], { cwd, stdio: "ignore", detached: true });
    try {
      await untilReady(`http://127.0.0.1:${port}/ready`);
      const answers = runBlock(block("ask"));
      expect(answers).toContain('"status":"ready"');
      expect(answers).toContain(`"name":"${folders.portfolio.appName}"`);
      expect(answers).toContain("# TYPE http_request_duration_seconds histogram");
      const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
      expect(metrics.headers.get("content-type")).toMatch(/^text\/plain; ?version=/);
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    } finally {
      process.kill(-(server.pid as number), "SIGKILL");
      await once(server, "close");
    }
  }, 240_000);
});

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
    await sleep(200);
  }
  throw new Error(`${url} did not get ready`);
}

test("the commands of the infra README check the chart, the rules and the scripts", () => {
  const folders = generateFresh();
  // Where the public schemas are out of reach, the script takes others.
  const env = { PATH: toolsPath, SCHEMA_LOCATIONS: schemaLocations().join(" ") };
  const output = runBlock(commandBlock(folders, "check", "infra"), env);
  expect(output).toMatch(/1 chart\(s\) linted, 0 chart\(s\) failed/);
  expect(output).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
}, 240_000);

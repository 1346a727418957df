import { join } from "node:path";
import { appsFolder } from "../adopt/apps";
import { command, readTree } from "../support/command";

const monorepo = join(appsFolder, "monorepo");

test("--json prints the facts of every service with their places, and nothing is changed", () => {
  const before = readTree(monorepo);
  const { status, stdout, stderr } = command(["inspect", monorepo, "--json"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { services, charts } = JSON.parse(stdout);
  expect(charts).toEqual([{ file: "charts/shop/Chart.yaml", name: "shop" }]);
  expect(services[0]).toMatchObject({ folder: "services/api", dockerfile: "services/api/Dockerfile", facts: { port: { value: 5000 } } });
  expect(services[0].facts.healthPath.evidence.at(-1)).toEqual({ file: "services/api/app.py", line: 8, says: "the source answers it" });
  expect(readTree(monorepo)).toEqual(before);
});

test("for people, a fact has its lines and a question what there is to choose from", () => {
  const { stdout } = command(["inspect", monorepo]);
  expect(stdout).toMatch(/^services\/api, built by services\/api\/Dockerfile$/m);
  expect(stdout).toMatch(/^ {2}port +5000$/m);
  expect(stdout).toMatch(/^ {2}port +\? the files differ, or leave a choice\n +3000\n +services\/web\/Dockerfile:4 {2}EXPOSE\n +8081\n/m);
  expect(stdout).toContain("chart shop (charts/shop/Chart.yaml)");
});

test("a library that measures requests is shown by its own names", () => {
  const { stdout } = command(["inspect", join(appsFolder, "express-commonjs")]);
  expect(stdout).toContain("requests http_request_duration_seconds_count{path,method,status_code}");
  expect(stdout).toContain("edges in seconds: 0.003 0.03 0.1 0.3 1.5 10");
});

test("what is no folder is refused", () => {
  const { status, stderr } = command(["inspect", join(monorepo, "compose.yaml")]);
  expect(status).toBe(2);
  expect(stderr).toContain("is no folder: give the folder of a repository");
});

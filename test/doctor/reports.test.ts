import { checks } from "../../src/doctor/checks";
import { json } from "../../src/doctor/reports/json";
import { sarif } from "../../src/doctor/reports/sarif";
import { table } from "../../src/doctor/reports/table";
import { examine } from "../../src/doctor/run";
import { sarifProblems } from "../support/tools";
import { deployment, findingsOf, service, workspaceOf } from "./support";

const broken = { "k8s/service.yaml": service("- {port: 80, targetPort: 3000}"), "k8s/deployment.yaml": deployment() };
const diagnosis = examine(workspaceOf(broken), checks);

test("the table fits 80 columns and counts", () => {
  const text = table(diagnosis);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text).toMatch(/^error\s+D19\s+k8s\/service\.yaml:8$/m);
  expect(text).toMatch(/^1 error, 3 warnings, 0 notes$/m);
});

test("JSON holds every finding with its place", () => {
  const { findings } = JSON.parse(json(diagnosis));
  expect(findings).toEqual(diagnosis.findings);
  expect(findings[0]).toMatchObject({ id: "D19", severity: "error", file: "k8s/service.yaml", line: 8 });
});

test("SARIF names a rule and a place for each result", () => {
  const { version, runs } = JSON.parse(sarif(diagnosis, checks, "0.1.0"));
  expect(version).toBe("2.1.0");
  const [run] = runs;
  const rules = run.tool.driver.rules.map(({ id }: { id: string }) => id);
  expect(new Set(rules).size).toBe(rules.length);
  for (const result of run.results) {
    expect(rules).toContain(result.ruleId);
    expect(["error", "warning", "note"]).toContain(result.level);
    expect(result.locations[0].physicalLocation.artifactLocation.uri).not.toMatch(/^\/|\\|\s/);
    expect(result.locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
  }
});

test("SARIF is what the standard's schema asks for, whatever the files are called", () => {
  const odd = { ...broken, "k8s/ü ber%20#?.yaml": broken["k8s/service.yaml"] };
  const reports = [diagnosis, examine(workspaceOf(odd), checks), { ...diagnosis, findings: [], unchecked: ["k8s: larger than 1 MiB"] }];
  const texts = reports.map((one) => sarif(one, checks, "0.1.0"));
  expect(texts.flatMap(sarifProblems)).toEqual([]);
  expect(sarifProblems(texts[0]!.replace('"level": "error"', '"level": "fatal"'))).not.toEqual([]);
});

test("a comment with a reason silences one check, one without does not", () => {
  const silenced = (comment: string) => ({ ...broken, "k8s/service.yaml": `${comment}\n${broken["k8s/service.yaml"]}` });
  expect(findingsOf(silenced("# doctor-ignore D19: the sidecar listens there"), "D19")).toEqual([]);
  expect(findingsOf(silenced("# doctor-ignore D19"), "D19")).toHaveLength(1);
  expect(findingsOf(silenced("# doctor-ignore D20: another check"), "D19")).toHaveLength(1);
});

test("a secret's value is in no finding", () => {
  const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: hunter2\n  password: hunter2\n";
  expect(JSON.stringify(findingsOf({ "k8s/secret.yaml": secret }))).not.toContain("hunter2");
});

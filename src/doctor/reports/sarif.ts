import { pathToFileURL } from "node:url";
import type { Check } from "../finding";
import type { Diagnosis } from "../run";

/** SARIF 2.1.0, as code scanning takes it. */
export function sarif({ findings, unchecked }: Diagnosis, checks: readonly Check[], version: string): string {
  const run = {
    tool: {
      driver: {
        name: "create-devops-portfolio doctor",
        version,
        rules: checks.map(({ id, title, story }) => ({
          id,
          name: id,
          shortDescription: { text: title },
          fullDescription: { text: story },
        })),
      },
    },
    columnKind: "utf16CodeUnits",
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: unchecked.map((text) => ({ level: "note", message: { text: `Not checked: ${text}` } })),
      },
    ],
    results: findings.map(({ id, severity, file, line, evidence, cause, fix }) => ({
      ruleId: id,
      level: severity,
      message: { text: `${cause}. Found: ${evidence}. Fix: ${fix}` },
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: Math.max(1, line) } } }],
    })),
  };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

const uriOf = (file: string): string =>
  file.startsWith("/") ? pathToFileURL(file).href : file.split("/").map(encodeURIComponent).join("/");

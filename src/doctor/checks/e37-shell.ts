import { part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e37: Check = {
  id: "E37",
  title: "A script that ends itself",
  story:
    "Symptom: the script stops after the first round without a message. Under `set -e`, ((x++)) ends the script when x is 0, since its value is 0.",
  *detect(workspace) {
    for (const file of workspace.files.filter(({ name, size }) => /\.(sh|bash)$/.test(name) && size < 300_000)) {
      const { text, lines } = file;
      if (!/^\s*set\s+-[a-z]*e|^#!.*\s-[a-z]*e/m.test(text)) continue;
      for (const [at, line] of lines.entries()) {
        const name = /^\s*\(\(\s*(\w+)\+\+\s*\)\)\s*(#.*)?$/.exec(line)?.[1];
        if (!name || !new RegExp(`^\\s*(local\\s+|declare\\s+-i\\s+)?${name}=0\\b`, "m").test(text)) continue;
        yield {
          severity: "error",
          place: { file, line: at + 1 },
          repair: { place: { file, line: at + 1 }, from: /\(\(.*?\)\)/.exec(line)![0], to: `${name}=$((${name} + 1))` },
          evidence: line.trim(),
          cause: `Under set -e the script ends here in the first round: the value of ${name}++ is 0, which counts as a failure`,
          fix: `Write ${name}=$((${name} + 1)).`,
        };
        break;
      }
    }
    for (const workflow of workspace.workflows) {
      for (const step of workflow.steps) {
        const run = step.run ?? "";
        const name = /^\s*\(\(\s*(\w+)\+\+\s*\)\)\s*$/m.exec(run)?.[1];
        const bash = (textValue(part(step.value, "shell")) ?? "bash").startsWith("bash");
        if (name && bash && new RegExp(`\\b${name}=0\\b`).test(run) && !/set \+e/.test(run))
          yield {
            severity: "error",
            place: workflow.at(...step.path, "run"),
            evidence: `((${name}++))`,
            cause: "GitHub runs steps with bash -e, and the value of the first increment is 0, which ends the step",
            fix: `Write ${name}=$((${name} + 1)).`,
          };
      }
    }
  },
};

import type { SourceFile } from "../../workspace/repository";
import { part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

export const e37: Check = {
  id: "E37",
  title: "A script that ends itself",
  story:
    "Symptom: the script stops after the first round without a message, or with `--set: command not found`. Under `set -e`, ((x++)) ends the script when x is 0, since its value is 0. A command ends with its line, unless a backslash stands there: the options on the next one are a command that does not exist.",
  *detect(workspace) {
    for (const file of workspace.files.filter(({ name, size }) => /\.(sh|bash)$/.test(name) && size < 300_000)) {
      const { text, lines } = file;
      yield* cutOff(file);
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

const CLIENT = /^\s*(?:sudo\s+)?(helm|kubectl|docker|podman|aws|gcloud|az|eksctl|kind|minikube|argocd|curl|gh)\s/;

/** Whether quotes, brackets or a backslash take the command over to the next line. */
const goesOn = (line: string): boolean =>
  /\\\s*$|[|&(<]\s*$|<</.test(line) || ["'", '"', "`"].some((quote) => line.split(quote).length % 2 === 0);

/** Options on a line of their own below a command that ended with its line. */
function* cutOff(file: SourceFile): Generator<Sight> {
  let command = "";
  for (const [at, line] of file.lines.entries()) {
    const goes = goesOn(line);
    if (/^\s*--[a-z][\w-]*(=|\s)/.test(line) && command)
      yield {
        severity: "error",
        place: { file, line: at + 1 },
        evidence: `${command.trim()} / ${line.trim()}`,
        cause: "The line before has no backslash at its end, so these options are a command of their own, which does not exist",
        fix: "End the line before with a backslash.",
      };
    // A command of several lines is one from its first line on.
    command = goes ? "" : CLIENT.test(line) || (command === "" && wasOption(file, at)) ? line : "";
  }
}

/** The last line of a command that a backslash before it goes on with. */
function wasOption({ lines }: SourceFile, at: number): boolean {
  let first = at;
  while (first > 0 && /\\\s*$/.test(lines[first - 1]!)) first--;
  return first < at && CLIENT.test(lines[first]!);
}

import { literally } from "../../workspace/patterns";
import type { Job, Workflow } from "../../workspace/workflow";
import { listOf, mapOf, part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

export const e35: Check = {
  id: "E35",
  title: "A workflow asks for a value and does not use it",
  story:
    "Symptom: whatever is chosen under Run workflow, the same is deployed; the jobs of a matrix all test the same version. The input or the matrix value is read nowhere.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      yield* inputs(workflow);
      for (const job of workflow.jobs) yield* matrix(workflow, job);
    }
  },
};

function* inputs(workflow: Workflow): Generator<Sight> {
  const { text } = workflow.file;
  if (/toJSON\(\s*(github\.event\.)?inputs\s*\)|github\.event_path|GITHUB_EVENT_PATH/i.test(text)) return;
  for (const [name, input] of Object.entries(mapOf(part(workflow.events.workflow_dispatch, "inputs")))) {
    const shown = literally(name);
    if (new RegExp(`inputs(\\.${shown}(?!\\w)|\\[\\s*['"]${shown}['"])`).test(text)) continue;
    const type = textValue(part(input, "type"));
    const options = listOf(part(input, "options"));
    if (type === "choice" && options.length < 2) continue; // a reminder, no choice
    yield {
      severity: type === "choice" || type === "environment" ? "error" : "warning",
      place: workflow.at("on", "workflow_dispatch", "inputs", name),
      evidence: `input ${name}${type ? ` (${type})` : ""}`,
      cause: `Nothing in the workflow reads inputs.${name}, so what is chosen changes nothing`,
      fix: `Use \${{ inputs.${name} }} where it decides, or take the input out.`,
    };
  }
}

function* matrix(workflow: Workflow, job: Job): Generator<Sight> {
  const values = mapOf(part(job.value, "strategy", "matrix"));
  const text = JSON.stringify({ ...job.value, strategy: { ...mapOf(part(job.value, "strategy")), matrix: undefined } });
  if (/toJSON\(\s*matrix/i.test(text) || part(job.value, "uses")) return;
  for (const [name, list] of Object.entries(values)) {
    if (name === "include" || name === "exclude" || !Array.isArray(list) || list.length < 2) continue;
    if (text.includes(`matrix.${name}`) || text.includes(`matrix['${name}']`)) continue;
    yield {
      severity: "error",
      place: workflow.at(...job.path, "strategy", "matrix", name),
      evidence: `matrix ${name}: ${list.slice(0, 5).map(String).join(", ")}`,
      cause: `No step reads matrix.${name}, so all ${list.length} jobs do the same`,
      fix: `Use \${{ matrix.${name} }} in a step, or take it out of the matrix.`,
    };
  }
}

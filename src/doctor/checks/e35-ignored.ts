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
      yield* inputs(workflow, calledBy(workflow, workspace.workflows));
      for (const job of workflow.jobs) yield* matrix(workflow, job);
    }
  },
};

/** Workflows of the same repository that a workflow calls: `github.event` is the caller's there. */
function calledBy(workflow: Workflow, all: readonly Workflow[]): readonly Workflow[] {
  const called = workflow.jobs.map((job) => textValue(part(job.value, "uses"))?.replace(/^\.\//, ""));
  const folder = workflow.file.path.replace(/\.github\/workflows\/[^/]*$/, "");
  return all.filter(({ file }) => file.path.startsWith(folder) && called.includes(file.path.slice(folder.length)));
}

function* inputs(workflow: Workflow, called: readonly Workflow[]): Generator<Sight> {
  const handedOn = called.flatMap(({ file }) => file.text.match(/github\.event\.inputs\S*/g) ?? []);
  const text = [workflow.file.text, ...handedOn].join("\n");
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

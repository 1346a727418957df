import { posix } from "node:path";
import type { Job, Step, Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { listOf, mapOf, type Place, part, textValue } from "../../workspace/yaml";
import { type Check, type Sight, warning } from "../finding";

export const e32: Check = {
  id: "E32",
  title: "A workflow that GitHub refuses, or that fails at once",
  story:
    "Symptom: `Invalid workflow file`, `Unrecognized named-value: 'secrets'`, `Unexpected input(s)`, `Can't find 'action.yml'`. The workflow is not valid, or names what is not there.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      if (workflow.document.problems.length > 0) continue;
      yield* shape(workflow);
      yield* waits(workspace, workflow);
      for (const step of workflow.steps) yield* stepSights(workflow, step);
    }
  },
};

const refused = (place: Place, evidence: string, cause: string, fix: string): Sight => ({ severity: "error", place, evidence, cause, fix });

function* shape(workflow: Workflow): Generator<Sight> {
  const { value } = workflow.document;
  if (value === null || value === undefined || typeof value !== "object") return;
  if (Object.keys(workflow.events).length === 0)
    yield refused(workflow.at(), "no `on`", "A workflow without events is refused", "Say when it runs: on: push.");
  if (workflow.jobs.length === 0) yield refused(workflow.at(), "no jobs", "A workflow without jobs is refused", "Give it a job.");
  for (const job of workflow.jobs) yield* jobSights(workflow, job);
}

function* jobSights(workflow: Workflow, job: Job): Generator<Sight> {
  const ids = workflow.jobs.map(({ id }) => id);
  for (const need of [part(job.value, "needs") ?? []].flat().map(String)) {
    if (ids.includes(need)) continue;
    const evidence = `needs: ${need}; jobs: ${ids.join(", ")}`;
    const cause = `There is no job ${need}, so the whole workflow is invalid`;
    yield refused(workflow.at(...job.path, "needs"), evidence, cause, "Name a job of this workflow.");
  }
  if (!part(job.value, "runs-on") && !part(job.value, "uses"))
    yield refused(workflow.at(...job.path), `job ${job.id}`, "A job without runs-on is refused", "Add runs-on: ubuntu-latest.");
  const condition = textValue(part(job.value, "if")) ?? "";
  if (/(?<![\w.-])(secrets|env|steps|runner|matrix)\./.test(condition.replace(/'[^']*'/g, "")))
    yield contextSight(workflow, [...job.path, "if"], condition, "a job's");
}

const contextSight = (workflow: Workflow, path: (string | number)[], condition: string, whose: string): Sight => ({
  severity: "error",
  place: workflow.at(...path),
  evidence: `if: ${condition}`,
  cause: `This context is not available in ${whose} \`if\`, so GitHub refuses the workflow`,
  fix: "Put the value into the job's env, or into an output of an earlier job, and test that.",
});

function* stepSights(workflow: Workflow, step: Step): Generator<Sight> {
  const place = workflow.at(...step.path);
  const { uses, run, value } = step;
  if (value === null || typeof value !== "object") return;
  if (!uses && run === undefined) {
    const cause = "A step needs `uses` or `run`; without either the workflow is refused";
    yield refused(place, Object.keys(value).join(", "), cause, "Add one of them, or take the step out.");
  }
  if (uses && run !== undefined) {
    const cause = "A step has either `uses` or `run`; with both the workflow is refused";
    yield refused(place, `uses: ${uses} with run`, cause, "Make two steps of it.");
  }
  const condition = textValue(part(value, "if")) ?? "";
  if (/(?<![\w.-])secrets\.\w/.test(condition.replace(/'[^']*'/g, "")))
    yield contextSight(workflow, [...step.path, "if"], condition, "a step's");
  if (uses && !/^(\.\/|\.\.\/|docker:\/\/)/.test(uses) && !uses.includes("@")) {
    const cause = "An action needs a version after @, so GitHub refuses the workflow";
    yield refused(workflow.at(...step.path, "uses"), `uses: ${uses}`, cause, `Write ${uses}@ and a version.`);
  }
  if (uses?.startsWith("./") && !uses.includes("${{")) yield* local(workflow, step);
  yield* inputSights(workflow, step);
}

function* inputSights(workflow: Workflow, { uses, value, path }: Step): Generator<Sight> {
  const allowed = INPUTS.find(([action]) => uses?.startsWith(`${action}@`))?.[1];
  if (!allowed) return;
  const unknown = Object.keys(mapOf(part(value, "with"))).filter((name) => !allowed.includes(name.toLowerCase()));
  for (const name of unknown)
    yield warning(
      workflow.at(...path, "with", name),
      `${uses}: ${name}`,
      `The action knows no input ${name}, so it is ignored`,
      `Its inputs are ${allowed.join(", ")}.`,
    );
}

/** Of the actions whose inputs have been the same for long. */
const INPUTS: readonly (readonly [string, readonly string[]])[] = [
  ["docker/login-action", ["registry", "username", "password", "ecr", "logout", "scope", "registry-auth"]],
  [
    "actions/upload-artifact",
    ["name", "path", "if-no-files-found", "retention-days", "compression-level", "overwrite", "include-hidden-files", "archive"],
  ],
];

function* local(workflow: Workflow, step: Step): Generator<Sight> {
  const { repository } = workflow.file;
  const folder = step.uses!.replace(/^\.\//, "").replace(/@.*/, "");
  const outside = step.job.steps.some(
    (other) => other.uses?.startsWith("actions/checkout") && (part(other.value, "with", "repository") || part(other.value, "with", "path")),
  );
  if (
    outside ||
    repository.has(posix.join(folder, "action.yml")) ||
    repository.has(posix.join(folder, "action.yaml")) ||
    repository.has(posix.join(folder, "Dockerfile"))
  )
    return;
  yield {
    severity: "error",
    place: workflow.at(...step.path, "uses"),
    evidence: `uses: ${step.uses}`,
    cause: `${folder} holds no action.yml, so the step fails`,
    fix: "Name a folder with an action.yml.",
  };
}

/** A workflow that waits for another one waits for its `name`. */
function* waits(workspace: Workspace, workflow: Workflow): Generator<Sight> {
  const run = workflow.events.workflow_run;
  if (!run) return;
  const others = workspace.workflows.filter(({ file }) => file.repository === workflow.file.repository);
  const names = others.map(({ name }) => name);
  for (const name of [part(run, "workflows")].flat().map(String)) {
    if (names.includes(name) || names.includes(`.github/workflows/${name}`)) continue;
    yield {
      severity: "error",
      place: workflow.document.value.on ? workflow.at("on", "workflow_run", "workflows") : workflow.at(),
      evidence: `workflows: ${name}; there are ${names.join(", ")}`,
      cause: `No workflow of this repository is named ${name}, so this one never runs`,
      fix: "Write the `name` of the workflow that it is to follow; other repositories' workflows cannot be followed.",
    };
  }
  const asks = /conclusion/.test(workflow.file.text);
  const deploys = workflow.commands.some(
    ({ words }) => /^(kubectl|helm)$/.test(words[0] ?? "") || (words[0] === "git" && words[1] === "push"),
  );
  if (!asks && deploys && listOf(part(run, "types")).includes("completed")) {
    yield {
      severity: "error",
      place: workflow.document.value.on ? workflow.at("on", "workflow_run") : workflow.at(),
      evidence: "workflow_run: completed, and nothing asks for its conclusion",
      cause: "`completed` is also a failed run, so this deploys what has not passed",
      fix: "Add to the job: if: github.event.workflow_run.conclusion == 'success'.",
    };
  }
}

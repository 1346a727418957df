import type { Workflow } from "../../workspace/workflow";
import { listOf, part, textValue } from "../../workspace/yaml";
import { type Check, type Sight, warning } from "../finding";

export const e43: Check = {
  id: "E43",
  title: "A workflow with more rights, or of less care, than it needs",
  story:
    "Symptom: none, until a dependency or a pull request is hostile. Without `permissions` the token may have every right of the repository; code of a pull request on an own runner stays on that machine; two deployments of one release at the same time end with `another operation is in progress`.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      const { jobs, document } = workflow;
      if (
        jobs.length > 0 &&
        part(document.value, "permissions") === undefined &&
        jobs.some((job) => part(job.value, "permissions") === undefined)
      )
        yield warning(
          workflow.at("jobs"),
          "no permissions",
          "The token of the jobs has whatever the repository's settings give, which may be everything",
          "Add permissions: {contents: read}, and to a job what it needs more.",
        );
      yield* ownRunner(workflow);
      yield* compromised(workflow);
      yield* overlapping(workflow);
    }
  },
};

function* ownRunner(workflow: Workflow): Generator<Sight> {
  if (!("pull_request" in workflow.events) && !("pull_request_target" in workflow.events)) return;
  const job = workflow.jobs.find(
    ({ value }) =>
      [part(value, "runs-on")].flat().map(String).includes("self-hosted") &&
      !/event_name|fork|head\.repo/.test(textValue(part(value, "if")) ?? ""),
  );
  if (job)
    yield warning(
      workflow.at(...job.path, "runs-on"),
      "on: pull_request, runs-on: self-hosted",
      "In a public repository anybody's pull request runs its code on your own machine",
      "Run pull requests on GitHub's machines, and deploy from the default branch only.",
    );
}

/** Actions whose tags were once moved to hostile code; a commit says which code runs. */
const MOVED = /^(aquasecurity\/(trivy-action|setup-trivy)|tj-actions\/changed-files|reviewdog\/action-setup)@(?![0-9a-f]{40}\b)/;

function* compromised(workflow: Workflow): Generator<Sight> {
  for (const step of workflow.steps)
    if (MOVED.test(step.uses ?? ""))
      yield warning(
        workflow.at(...step.path, "uses"),
        `uses: ${step.uses}`,
        "The tags of this action were once moved to code that stole secrets; a tag can be moved again",
        "Pin the action to a commit that you have looked at.",
      );
}

function* overlapping(workflow: Workflow): Generator<Sight> {
  if (part(workflow.document.value, "concurrency") !== undefined) return;
  for (const job of workflow.jobs) {
    if (part(job.value, "concurrency") !== undefined) continue;
    const command = job.steps
      .flatMap((step) => workflow.commandsOf(step))
      .find(({ words }) => words[0] === "helm" && words[1] === "upgrade");
    if (!command || listOf(part(job.value, "strategy", "matrix", "include")).length > 0) continue;
    yield warning(
      command.place,
      command.text,
      "Two runs that overlap upgrade one release, and the second fails with `another operation is in progress`",
      "Add concurrency: {group: deploy, cancel-in-progress: false}.",
    );
    return;
  }
}

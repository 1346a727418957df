import { option } from "../../workspace/shell";
import type { Job, Workflow } from "../../workspace/workflow";
import { part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

/** Whatever signs in to a registry, or pushes by means of its own. */
const SIGNS_IN =
  /login|configure-docker|credential|docker-setup|\bko\b|jib|buildpack|skaffold|kaniko|crane auth|\.docker\/config|REGISTRY_AUTH|localhost:\d+|services"?:/i;

export const e52: Check = {
  id: "E52",
  title: "A job pushes an image without signing in",
  story:
    "Symptom: `denied: requested access to the resource is denied`, `unauthorized: unauthenticated`. Each job has a machine of its own: what an earlier job signed in to is gone.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      for (const job of workflow.jobs) {
        const found = pushIn(workflow, job);
        if (
          !found ||
          SIGNS_IN.test(JSON.stringify(job.value)) ||
          !/^(ubuntu|macos|windows)-/.test(String(part(job.value, "runs-on") ?? ""))
        )
          continue;
        yield {
          severity: "error",
          place: found.place,
          evidence: found.evidence,
          cause: `No step of the job ${job.id} signs in to the registry, so the push is denied`,
          fix: "Add docker/login-action before it.",
        };
      }
    }
  },
};

/** Names of registries that ask who pushes; any other may be one of the job's own. */
const PUBLIC =
  /^(ghcr\.io|docker\.io|quay\.io|[\w.-]+\.amazonaws\.com|gcr\.io|[\w-]+-docker\.pkg\.dev)\/|^[a-z0-9_-]+\/[a-z0-9._-]+(:|$)|^\$\{\{\s*secrets\.\w*(DOCKER|HUB)\w*\s*\}\}\//i;

const filled = (workflow: Workflow, text: string): string =>
  text.replace(
    /\$\{\{\s*env\.(\w+)\s*\}\}|\$\{(\w+)\}|\$(\w+)/g,
    (whole, a: string, b: string, c: string) => workflow.environment.get(a ?? b ?? c) ?? whole,
  );

function pushIn(workflow: Workflow, job: Job) {
  for (const step of job.steps) {
    const tags = textValue(part(step.value, "with", "tags")) ?? "";
    if (step.uses?.startsWith("docker/build-push-action") && part(step.value, "with", "push") === true && PUBLIC.test(tags.trim()))
      return { place: workflow.at(...step.path, "with", "push"), evidence: `push: true, tags: ${tags.trim().split("\n")[0]}` };
    const command = workflow
      .commandsOf(step)
      .find(({ words }) => words[0] === "docker" && (words[1] === "push" || (words.includes("build") && words.includes("--push"))));
    const image = command && (command.words[1] === "push" ? command.words.at(-1)! : (option(command.words, "-t", "--tag") ?? ""));
    if (command && PUBLIC.test(filled(workflow, image!))) return { place: command.place, evidence: command.text };
  }
  return undefined;
}

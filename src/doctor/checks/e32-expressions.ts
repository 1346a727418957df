import type { Job, Workflow } from "../../workspace/workflow";
import { listOf, mapOf, part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

/** Jobs and steps that an expression names. */
const NEEDED = /\bneeds\.([\w-]+)\.(?:outputs\.([\w-]+)|result)/g;
const STEPS = /\bsteps\.([\w-]+)\.(?:outputs|outcome|conclusion)\b/g;

export const e32b: Check = {
  id: "E49",
  title: "A workflow reads an output of a job or step that is not there",
  story:
    "Symptom: an image tag, a version or a path that is empty: `invalid reference format`, `image: ghcr.io/x/y:`. GitHub takes an output that does not exist for an empty text and says nothing. A job sees only the outputs of the jobs that it lists under `needs`.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      if (workflow.document.problems.length > 0) continue;
      for (const job of workflow.jobs) {
        yield* jobSights(workflow, job);
        yield* stepSights(workflow, job);
      }
    }
  },
};

/** GitHub looks up what an expression names without regard to case. */
const isSame = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

const needsOf = (job: Job): string[] => [part(job.value, "needs")].flat().map(String);

function* jobSights(workflow: Workflow, job: Job): Generator<Sight> {
  const seen = new Set<string>();
  for (const [whole, id, output] of expressionsOf(job.value).matchAll(NEEDED)) {
    if (seen.has(whole)) continue;
    seen.add(whole);
    const needed = workflow.jobs.find((one) => isSame(one.id, id));
    const listed = needsOf(job).some((one) => isSame(one, id));
    const outputs = Object.keys(mapOf(part(needed?.value, "outputs")));
    // What a called workflow gives stands in another file; a matrix may make jobs of any name.
    if (listed && (!needed || output === undefined || outputs.some((one) => isSame(one, output)) || part(needed.value, "uses"))) continue;
    yield {
      severity: "error",
      place: whereOf(workflow, job, whole),
      evidence: whole,
      cause: listed
        ? `The job ${id} has no output ${output}, so this is empty`
        : `The job ${job.id} does not list ${id} under needs, so this is empty`,
      fix: listed ? `Give the job ${id} outputs: ${output}: \${{ steps.<id>.outputs.<name> }}.` : `Add ${id} to the needs of ${job.id}.`,
    };
  }
}

function* stepSights(workflow: Workflow, job: Job): Generator<Sight> {
  const ids = new Set(job.steps.map((step) => textValue(part(step.value, "id"))));
  const seen = new Set<string>();
  for (const [whole, id] of expressionsOf(job.value).matchAll(STEPS)) {
    if ([...ids].some((one) => isSame(one, id)) || seen.has(id!)) continue;
    seen.add(id!);
    yield {
      severity: "error",
      place: whereOf(workflow, job, whole),
      evidence: `${whole}; ids of the job ${job.id}: ${[...ids].filter(Boolean).join(", ") || "none"}`,
      cause: `No step of the job ${job.id} has the id ${id}, so this is empty`,
      fix: `Write id: ${id} at the step that sets it. Another job's steps are reached by its outputs.`,
    };
  }
}

/** What GitHub evaluates: between `${{` and `}}`, and every `if`. */
function expressionsOf(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  const marked = [...text.matchAll(/\$\{\{(.*?)\}\}/g)].map(([, inner]) => inner!);
  const conditions = [part(value, "if"), ...listOf(part(value, "steps")).map((step) => part(step, "if"))].map(
    (one) => textValue(one) ?? "",
  );
  return [...marked, ...conditions].join("\n");
}

function whereOf(workflow: Workflow, job: Job, text: string): Sight["place"] {
  const start = workflow.at(...job.path);
  const line = workflow.file.lines.findIndex((one, at) => at + 1 >= start.line && one.includes(text) && !one.trim().startsWith("#"));
  return line < 0 ? start : { file: workflow.file, line: line + 1 };
}

import { containersOf, isWorkload } from "../../workspace/kube";
import { imageName } from "../../workspace/kustomize";
import type { Job, Workflow } from "../../workspace/workflow";
import { part, textValue } from "../../workspace/yaml";
import { baseName } from "../chain";
import type { Check, Sight } from "../finding";

/** What changes something somewhere: a cluster, a platform, a repository that another one watches. */
const ACTS =
  /kubectl|helm|kustomize|argocd|terraform|pulumi|ansible|\bssh\b|scp|rsync|aws |gcloud|\baz |flyctl|heroku|vercel|netlify|docker|compose|git push|dispatch|curl|wget|gh |make |\.sh\b|npm |sls |cdk|ecs|lambda|kamal|railway|wrangler|firebase|python|node /i;

export const e40: Check = {
  id: "E40",
  title: "A deployment that deploys nothing",
  story:
    "Symptom: the pipeline says deployed and the cluster does not change. The job only prints that it deploys, or CI pushes an image that no manifest names.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) for (const job of workflow.jobs) yield* printed(workflow, job);
    const images = new Set(
      workspace.objects
        .filter(isWorkload)
        .flatMap(containersOf)
        .map(({ value }) => baseName(textValue(value.image) ?? "")),
    );
    if (images.size === 0 || workspace.renderings.some(({ unread }) => unread.length > 0)) return;
    for (const workflow of workspace.workflows) yield* unused(workflow, images);
  },
};

function* printed(workflow: Workflow, job: Job): Generator<Sight> {
  const name = `${job.id} ${textValue(part(job.value, "name")) ?? ""}`;
  if (!/deploy|release|rollout/i.test(name) || part(job.value, "uses")) return;
  const steps = job.steps.filter(({ uses }) => !/^actions\/(checkout|download-artifact|setup-)/.test(uses ?? ""));
  const prints = steps.filter(({ uses, run }) => !uses && /^\s*(echo|printf|#|sleep|date)/.test(run ?? "") && !acts(run ?? ""));
  if (steps.length === 0 || prints.length !== steps.length) return;
  yield {
    severity: "warning",
    place: workflow.at(...prints[0]!.path, "run"),
    evidence: (prints[0]!.run ?? "").trim().split("\n")[0]!,
    cause: `The job ${job.id} only prints: nothing is deployed`,
    fix: "Let it deploy (helm upgrade, a commit that Argo CD watches), or take the job out.",
  };
}

/** What is printed does nothing, whatever it speaks of. */
const acts = (run: string): boolean => ACTS.test(run.replace(/^\s*(echo|printf)\s.*$/gm, ""));

function* unused(workflow: Workflow, images: ReadonlySet<string>): Generator<Sight> {
  for (const step of workflow.steps) {
    const tags = textValue(part(step.value, "with", "tags")) ?? "";
    if (!step.uses?.startsWith("docker/build-push-action") || String(part(step.value, "with", "push")) === "false" || tags.includes("$"))
      continue;
    const name = baseName(imageName(tags.trim().split(/[\n,]/)[0]!));
    if (name === "" || images.has(name) || [...images].some((one) => one.includes(name) || name.includes(one) || /[$<{]/.test(one)))
      continue;
    yield {
      severity: "warning",
      place: workflow.at(...step.path, "with", "tags"),
      evidence: `pushed: ${name}; deployed: ${[...images].slice(0, 6).join(", ")}`,
      cause: "No manifest of these files names the image that is pushed here",
      fix: "Name this image in the manifests, or push the one that they name.",
    };
  }
}

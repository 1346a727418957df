import type { Rendering } from "../../workspace/chart";
import { containersOf, isWorkload, type KubeObject } from "../../workspace/kube";
import { imageName } from "../../workspace/kustomize";
import { option } from "../../workspace/shell";
import type { Step, Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part, textValue, type Value } from "../../workspace/yaml";
import { baseName, isPublic } from "../chain";
import type { Check, Sight } from "../finding";
import { builtOnly } from "./e34-built";

interface Pushed {
  readonly image: string;
  readonly workflow: Workflow;
  readonly step: Step;
}

export const e34: Check = {
  id: "E34",
  title: "The image that is deployed is not the image that CI pushes",
  story:
    "Symptom: `ErrImagePull ... not found`, or old code runs for ever. The manifests name another registry, owner or repository than the one that the workflow pushes to.",
  *detect(workspace) {
    const pushed = workspace.workflows.flatMap((workflow) => workflow.steps.flatMap((step) => pushes(workspace, workflow, step)));
    yield* onPullRequests(workspace);
    yield* builtOnly(workspace, isReplaced);
    if (pushed.length === 0) return;
    const names = new Set(pushed.map(({ image }) => image));
    for (const object of workspace.objects.filter(isWorkload)) {
      if (isShownOnly(workspace, object)) continue;
      for (const { value, path } of containersOf(object)) {
        const image = imageName(textValue(value.image) ?? "");
        if (!image || isPublic(image) || /[$<{]/.test(image)) continue;
        // Of the same service by its last name, and plainly of another address.
        const same = pushed.filter(({ image: other }) => baseName(other) === baseName(image));
        if (same.length === 0 || same.some(({ image: other }) => matches(other, image)) || isReplaced(workspace, image)) continue;
        yield {
          severity: isLocal(workspace, value) ? "warning" : "error",
          place: object.at(...path, "image"),
          evidence: `image: ${textValue(value.image)}; CI pushes ${[...names].filter((name) => baseName(name) === baseName(image)).join(", ")}`,
          cause: "What is deployed is another image than the one that CI pushes, so new code never arrives",
          fix: `Deploy ${same[0]!.image}, or push to ${image}.`,
        };
      }
    }
  },
};

/** What `helm template` prints is not deployed, where something else installs the chart. */
function isShownOnly(workspace: Workspace, { unit }: KubeObject): boolean {
  const installs = workspace.installs.filter(({ command }) => command?.words[1] === "template");
  const shows = ({ release }: Rendering) => installs.some(({ place }) => place === release.place);
  const chart = workspace.charts.find(({ renderings }) => renderings.some((rendering) => rendering.unit === unit));
  const own = chart?.renderings.find((rendering) => rendering.unit === unit);
  return own !== undefined && shows(own) && chart!.renderings.some((other) => !shows(other));
}

/** It is not to be pulled: the node has it, or a command puts it there. */
const isLocal = (workspace: Workspace, container: Value): boolean =>
  part(container, "imagePullPolicy") === "Never" ||
  workspace.commands.some(
    ({ words }) =>
      /^(minikube|kind|k3d|ctr|microk8s|k3s)$/.test(words[0] ?? "") &&
      words.some((word) => /^(load|import|build)$/.test(word)) &&
      words.some((word) => word !== "" && imageName(word) === imageName(textValue(part(container, "image")) ?? "")),
  );

/** The images that a step pushes, with what the workflow's environment says filled in. */
export function pushes(workspace: Workspace, workflow: Workflow, step: Step): Pushed[] {
  const filled = (text: string) =>
    text
      .replace(
        /\$\{\{\s*env\.(\w+)\s*\}\}|\$\{(\w+)\}|\$(\w+)/g,
        (whole, a: string, b: string, c: string) =>
          workflow.environment.get(a ?? b ?? c) ?? workspace.variable(workflow.file, a ?? b ?? c) ?? whole,
      )
      .replace(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (whole, name: string) => workflow.environment.get(name) ?? whole);
  const tags =
    step.uses?.startsWith("docker/build-push-action") && String(part(step.value, "with", "push")) !== "false"
      ? (textValue(part(step.value, "with", "tags")) ?? "").split(/[\n,]+/).flatMap((tag) => metadataImages(workflow, tag) ?? [tag])
      : [];
  const run = workflow
    .commandsOf(step)
    .flatMap(({ words }) =>
      words[0] === "docker" && words[1] === "push"
        ? [words.at(-1)!]
        : words[0] === "docker" && words.includes("build") && words.includes("--push")
          ? [option(words, "-t", "--tag") ?? ""]
          : [],
    );
  return [...tags, ...run]
    .map((tag) => imageName(filled(filled(tag.trim()))))
    .filter((image) => image.includes("/"))
    .map((image) => ({ image, workflow, step }));
}

/** The images of the step of docker/metadata-action whose tags these are. */
function metadataImages(workflow: Workflow, tags: string): string[] | undefined {
  const id = /steps\.([\w-]+)\.outputs\.tags/.exec(tags)?.[1];
  const step = id && workflow.steps.find((one) => part(one.value, "id") === id && one.uses?.startsWith("docker/metadata-action"));
  return step ? (textValue(part(step.value, "with", "images")) ?? "").split(/[\n,]+/).map((image) => image.trim()) : undefined;
}

/** Whether a pushed name may be this one: what only the run knows stands for anything. */
export function matches(pushed: string, image: string): boolean {
  const source = pushed
    .split(/\$\{\{.*?\}\}|\$\{?\w+\}?/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^/]*(?:/[^/]*)?");
  const plain = image.replace(/^docker\.io\//, "");
  return new RegExp(`^(docker\\.io/)?${source}$`, "i").test(plain) || new RegExp(`^${source}$`, "i").test(`docker.io/${plain}`);
}

/** A script, an overlay or an Application puts another one in its place. */
export const isReplaced = (workspace: Workspace, image: string): boolean =>
  workspace.files.some(
    ({ text, name }) =>
      /\.(sh|ya?ml|py|tf)$|Makefile|Jenkinsfile/.test(name) &&
      (new RegExp(`(sed|yq|set image|edit set image|--set|newName)[^\\n]*(image|${baseName(image).replace(/[^\w-]/g, ".")})`).test(text) ||
        /kustomize edit set image|image-updater/.test(text)),
  );

function* onPullRequests(workspace: Workspace): Generator<Sight> {
  for (const workflow of workspace.workflows) {
    const { events } = workflow;
    if (!("pull_request" in events)) continue;
    for (const step of workflow.steps) {
      const push = part(step.value, "with", "push");
      const guarded = /github\.(event_name|ref|event\.)|pull_request/.test(
        `${textValue(part(step.value, "if")) ?? ""}${textValue(part(step.job.value, "if")) ?? ""}${needed(workflow, step)}`,
      );
      if (!step.uses?.startsWith("docker/build-push-action") || push !== true || guarded) continue;
      yield {
        severity: "warning",
        place: workflow.at(...step.path, "with", "push"),
        evidence: "on: pull_request with push: true",
        cause: "A pull request pushes an image that nobody has merged; from a fork it is denied",
        fix: "Write push: ${{ github.event_name != 'pull_request' }}.",
      };
    }
  }
}

const needed = (workflow: Workflow, step: Step): string => {
  const needs = part(step.job.value, "needs");
  return (typeof needs === "string" ? [needs] : listOf(needs))
    .map((id) => textValue(part(workflow.jobs.find((job) => job.id === id)?.value, "if")) ?? "")
    .join(" ");
};

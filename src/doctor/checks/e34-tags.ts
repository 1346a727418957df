import { containersOf, isWorkload, type KubeObject } from "../../workspace/kube";
import { imageName } from "../../workspace/kustomize";
import { options } from "../../workspace/shell";
import type { Step, Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";
import { isReplaced, matches, pushes } from "./e34-image";

/** What a tag is, as far as it can be compared: the commit in full or short, or a text. */
type Tag = string;
const FULL = "<commit>";
const SHORT = "<commit, 7 digits>";
const BRANCH = "<branch>";

export const e34b: Check = {
  id: "E53",
  title: "The tag that is deployed or scanned is not a tag that was pushed",
  story:
    "Symptom: `ErrImagePull ... not found`, or a deployment that changes nothing. docker/metadata-action writes `sha-` and seven digits unless it is told otherwise, and without `tags` the name of the branch; `github.sha` has forty digits.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      const pushed = pushedTags(workspace, workflow);
      if (pushed === undefined || pushed.size === 0) continue;
      for (const step of workflow.steps) {
        for (const { tag, place, evidence } of deployed(workflow, step)) {
          const found = tag === undefined ? undefined : meaning(workspace, workflow, tag);
          if (found === undefined || pushed.has(found)) continue;
          yield {
            severity: "error",
            place,
            evidence: `${evidence}; pushed: ${[...pushed].join(", ")}`,
            cause: `The tag ${tag} is none of those that this workflow pushes, so there is no such image`,
            fix: "Push and deploy the same tag: put it into one variable, or give metadata-action type=sha,format=long,prefix=.",
          };
        }
      }
    }
    for (const workflow of workspace.workflows) yield* neverBuilt(workspace, workflow);
    yield* neverPushed(workspace);
  },
};

/** An image that the job builds under one tag and scans under another. */
function* neverBuilt(workspace: Workspace, workflow: Workflow): Generator<Sight> {
  const named = (text: string) => meaning(workspace, workflow, text);
  for (const step of workflow.steps) {
    const scanned = step.uses?.includes("trivy-action") ? named(textValue(part(step.value, "with", "image-ref")) ?? "") : undefined;
    if (scanned === undefined || !scanned.includes(":")) continue;
    const before = step.job.steps.slice(0, step.job.steps.indexOf(step));
    const built = before.flatMap((one) => workflow.commandsOf(one).flatMap(({ words }) => builtBy(words).map(named)));
    const same = built.filter((one) => one !== undefined && imageName(one) === imageName(scanned));
    if (
      same.length === 0 ||
      built.includes(undefined) ||
      same.includes(scanned) ||
      before.some(({ uses }) => /build-push/.test(uses ?? ""))
    )
      continue;
    yield {
      severity: "error",
      place: workflow.at(...step.path, "with", "image-ref"),
      evidence: `image-ref: ${scanned}; built: ${same.join(", ")}`,
      cause: "The job builds the image under another tag, so the scanner finds no such image and the step fails",
      fix: "Scan the tag that is built: put it into one variable.",
    };
  }
}

function builtBy(words: readonly string[]): string[] {
  if (words[0] !== "docker") return [];
  if (words[1] === "tag") return [words.at(-1)!];
  return words.includes("build") ? options(words, "-t", "--tag") : [];
}

/** `latest` in a manifest, when every workflow that pushes the image gives it other tags alone: metadata-action makes no `latest` of a branch. */
function* neverPushed(workspace: Workspace): Generator<Sight> {
  const all = workspace.workflows.flatMap((workflow) => workflow.steps.flatMap((step) => pushes(workspace, workflow, step)));
  for (const object of workspace.objects.filter(isWorkload))
    for (const { value, path } of containersOf(object)) {
      const image = textValue(value.image) ?? "";
      const name = imageName(image);
      if (!name.includes("/") || /[$<{@]/.test(image) || !/^(.*:latest|[^:]*)$/.test(image.slice(image.lastIndexOf("/")))) continue;
      const pushing = new Set(all.filter((pushed) => matches(pushed.image, name)).map(({ workflow }) => workflow));
      const tags = [...pushing].map((workflow) => pushedTags(workspace, workflow));
      if (tags.length === 0 || tags.some((known) => !known || known.size === 0 || known.has("latest"))) continue;
      if (isReplaced(workspace, name) || isPushedByHand(workspace, name) || isRetagged(workspace)) continue;
      yield {
        severity: isDefault(workspace, object) ? "warning" : "error",
        place: object.at(...path, "image"),
        evidence: `image: ${image}; pushed: ${tags.flatMap((known) => [...known!]).join(", ")}`,
        cause: "CI never pushes the tag latest of this image, so there is no such image to pull",
        fix: "Deploy a tag that is pushed, or push latest, too: type=raw,value=latest.",
      };
    }
}

/** A script or document pushes it, too. */
const isPushedByHand = (workspace: Workspace, image: string): boolean =>
  workspace.commands.some(
    ({ words, origin }) =>
      origin !== "workflow" && /^(docker|podman|make)$/.test(words[0] ?? "") && words.some((word) => word.includes(image)),
  );

/** A step writes the tag into the values or the manifest before it is deployed. */
const isRetagged = (workspace: Workspace): boolean =>
  workspace.files.some(
    ({ name, text }) => /\.(sh|ya?ml|py)$|Makefile|Jenkinsfile/.test(name) && /\b(sed|yq)\b[^\n]*\b(tag|newTag)\b/i.test(text),
  );

/** The defaults of a chart that nothing here installs: whoever does may give the tag. */
const isDefault = (workspace: Workspace, { unit }: KubeObject): boolean =>
  workspace.renderings.some((rendering) => rendering.unit === unit && !rendering.release.place);

/** Undefined where something in it is only known when it runs. */
function meaning(workspace: Workspace, workflow: Workflow, text: string): Tag | undefined {
  let tag = text.trim().replace(/^["']|["']$/g, "");
  for (let round = 0; round < 3; round++)
    tag = tag.replace(
      /\$\{\{\s*env\.(\w+)\s*\}\}|\$\{(\w+)\}|\$(\w+)/g,
      (whole, a: string, b: string, c: string) =>
        workflow.environment.get(a ?? b ?? c) ?? workspace.variable(workflow.file, a ?? b ?? c) ?? whole,
    );
  tag = tag
    .replace(/\$\{\{\s*github\.sha\s*\}\}|\$\{GITHUB_SHA\}|\$GITHUB_SHA\b/g, FULL)
    .replace(/\$\{GITHUB_SHA::?0?:?(7|8)\}/g, (_, digits: string) => (digits === "7" ? SHORT : `<commit, ${digits} digits>`))
    .replace(/\$\{\{\s*github\.(ref_name|head_ref)\s*\}\}|\$\{?GITHUB_REF_NAME\}?/g, BRANCH);
  return tag === "" || /[$`{}]/.test(tag) ? undefined : tag;
}

/** Every tag that the workflow pushes; undefined where one is not known. */
function pushedTags(workspace: Workspace, workflow: Workflow): Set<Tag> | undefined {
  const tags: (Tag | undefined)[] = [];
  for (const step of workflow.steps) {
    if (step.uses?.startsWith("docker/build-push-action") && String(part(step.value, "with", "push")) !== "false") {
      const list = (textValue(part(step.value, "with", "tags")) ?? "").split(/[\n,]+/).map((one) => one.trim());
      for (const one of list.filter(Boolean)) {
        const meta = /steps\.([\w-]+)\.outputs\.tags/.exec(one)?.[1];
        if (meta) tags.push(...metadataTags(workflow, meta));
        else tags.push(tagOf(workspace, workflow, one));
      }
    } else if (step.uses && /build|push|docker|publish|release/i.test(step.uses) && !/setup|login|checkout|metadata/.test(step.uses)) {
      tags.push(undefined);
    }
    for (const { words } of workflow.commandsOf(step)) {
      if (words[0] === "docker" && words[1] === "push")
        tags.push(words.includes("--all-tags") || words.includes("-a") ? undefined : tagOf(workspace, workflow, words.at(-1)!));
      else if (words[0] === "docker" && words.includes("--push"))
        tags.push(...options(words, "-t", "--tag").map((one) => tagOf(workspace, workflow, one)));
      else if (/^(make|skaffold|ko|pack|crane|buildah|podman|\.\/.*|bash|sh|mvn|\.\/gradlew)$/.test(words[0] ?? "")) tags.push(undefined);
    }
  }
  return tags.includes(undefined) ? undefined : new Set(tags as Tag[]);
}

function tagOf(workspace: Workspace, workflow: Workflow, image: string): Tag | undefined {
  const at = imageTag(image);
  if (at === undefined) return /[$]/.test(image.split("/").at(-1) ?? "") ? undefined : "latest";
  return meaning(workspace, workflow, at);
}

/** What docker/metadata-action makes of its `tags`. */
function metadataTags(workflow: Workflow, id: string): (Tag | undefined)[] {
  const step = workflow.steps.find((one) => part(one.value, "id") === id);
  if (!step?.uses?.startsWith("docker/metadata-action")) return [undefined];
  const lines = (textValue(part(step.value, "with", "tags")) ?? "type=ref,event=branch").split("\n").filter((line) => line.trim() !== "");
  const flavor = textValue(part(step.value, "with", "flavor")) ?? "";
  if (/prefix|suffix/.test(flavor)) return [undefined];
  const latest = /latest=true/.test(flavor) || (!/latest=false/.test(flavor) && lines.some((line) => /event=tag/.test(line)));
  const others = lines.flatMap((line): (Tag | undefined)[] => {
    const given = new Map(line.split(",").map((pair) => [pair.split("=")[0]!.trim(), pair.split("=").slice(1).join("=").trim()] as const));
    const type = given.get("type") ?? "raw";
    if (type === "sha") return [`${given.get("prefix") ?? "sha-"}${given.get("format") === "long" ? FULL : SHORT}`];
    if (type === "ref") return [given.get("event") === "branch" ? BRANCH : `<${given.get("event") ?? "ref"}>`];
    if (type === "raw" && !/\{\{|\$/.test(given.get("value") ?? "")) return [given.get("value") ?? line.trim()];
    return [undefined];
  });
  return latest ? [...others, "latest"] : others;
}

interface Deployed {
  readonly tag: string | undefined;
  readonly place: Sight["place"];
  readonly evidence: string;
}

function* deployed(workflow: Workflow, step: Step): Generator<Deployed> {
  for (const { words, place, text } of workflow.commandsOf(step)) {
    const found = (tag: string | undefined): Deployed => ({ tag, place, evidence: text });
    if (words[0] === "helm" && /^(upgrade|install)$/.test(words[1] ?? ""))
      for (const set of options(words, "--set", "--set-string").flatMap((one) => one.split(",")))
        if (/(^|\.)(image\.?tag|imageTag|tag)=/i.test(set)) yield found(set.slice(set.indexOf("=") + 1));
    if (words[0] === "kubectl" && words[1] === "set" && words[2] === "image")
      for (const word of words.slice(3).filter((one) => one.includes("=") && !one.startsWith("-")))
        yield found(imageTag(word.slice(word.indexOf("=") + 1)));
    if (words[0] === "kustomize" && words[1] === "edit" && words[3] === "image") yield found(imageTag(words.at(-1)!.split("=").at(-1)!));
  }
  const scanned = step.uses?.includes("trivy-action") ? textValue(part(step.value, "with", "image-ref")) : undefined;
  // What was only loaded into the runner's own Docker needs no push.
  if (scanned && !/load: true|docker build /.test(workflow.file.text) && scanned.includes("/"))
    yield { tag: imageTag(scanned), place: workflow.at(...step.path, "with", "image-ref"), evidence: `image-ref: ${scanned}` };
}

function imageTag(image: string): string | undefined {
  const plain = image.replace(/\$\{\{.*?\}\}/g, (one) => one.replaceAll(":", "\u0000").replaceAll("/", "\u0001"));
  const tag = /:((?:[^:/]|\$\{[^}]*\})+)$/.exec(plain)?.[1];
  return tag?.replaceAll("\u0000", ":").replaceAll("\u0001", "/");
}

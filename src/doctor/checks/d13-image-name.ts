import { type Container, containersOf } from "../../workspace/kube";
import { imageName } from "../../workspace/kustomize";
import { option } from "../../workspace/shell";
import type { Step, Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";
import { isReplaced } from "./e34-image";

export const d13: Check = {
  id: "D13",
  title: "An image name with capitals",
  story:
    "Symptom: `invalid tag ...: repository name must be lowercase` in CI, `InvalidImageName` in the cluster. An owner's name on GitHub may have capitals; an image's name may not.",
  *detect(workspace) {
    for (const container of workspace.objects.flatMap(containersOf)) yield* deployed(container);
    yield* unfilled(workspace);
    const owner = ownerOf(workspace);
    for (const workflow of workspace.workflows) {
      const filled = fillerOf(workflow);
      for (const step of workflow.steps) yield* pushed(workflow, step, filled, owner);
    }
  },
};

/** What people write where a name is to be filled in. */
const PLACEHOLDER = /[$<{]|[A-Z]{3,}[-_][A-Z]|ACCOUNT|YOUR|OWNER|USERNAME|REGISTRY|PLACEHOLDER|IMAGE|REPO\b/;

function* deployed({ value, path, object }: Container): Generator<Sight> {
  const image = textValue(value.image) ?? "";
  const name = imageName(image);
  if (!/[A-Z]/.test(name) || PLACEHOLDER.test(name)) return;
  const place = object.at(...path, "image");
  yield {
    severity: "error",
    place,
    repair: object.unit.kind === "chart" ? undefined : { place, from: name, to: name.toLowerCase() },
    evidence: `image: ${image}`,
    cause: "An image's name must be lower case, so the pod stays in InvalidImageName",
    fix: `Use ${name.toLowerCase()}.`,
  };
}

/** What Argo CD reads from git is applied as it stands: nobody fills in a placeholder on the way. */
function* unfilled(workspace: Workspace): Generator<Sight> {
  for (const { unit, release } of workspace.renderings) {
    const application = workspace.ofKind("Application").some((one) => one.at().file === release.place?.file);
    for (const container of application ? unit.objects.flatMap(containersOf) : []) {
      const image = textValue(container.value.image) ?? "";
      if (!/<[A-Za-z_ -]+>/.test(image) || isReplaced(workspace, imageName(image))) continue;
      const file = [...release.valuesFiles].reverse().find(({ text }) => text.includes(image.split(":")[0]!));
      const line = file ? file.lines.findIndex((one) => one.includes(image.split(":")[0]!)) + 1 : 0;
      yield {
        severity: "error",
        place: file ? { file, line } : container.object.at(...container.path, "image"),
        evidence: `image: ${image} (${release.place!.file.path})`,
        cause: "Argo CD applies what stands in git, and nothing here fills the placeholder in, so the pod stays in InvalidImageName",
        fix: "Write the name that the image has, or let CI commit it.",
      };
    }
  }
}

/** Puts in what the workflow's environment says in so many words, unless a step writes it anew, as those do that lower it. */
function fillerOf(workflow: Workflow): (text: string) => string {
  const { environment } = workflow;
  const anew = new Set(
    workflow.steps.flatMap(({ run }) => (/GITHUB_ENV/.test(run ?? "") ? [...run!.matchAll(/(\w+)=/g)].map(([, name]) => name!) : [])),
  );
  const fill = (text: string) =>
    text.replace(/\$\{\{\s*env\.(\w+)\s*\}\}|\$\{(\w+)\}|\$(\w+)/g, (whole, a: string, b: string, c: string) => {
      const name = a ?? b ?? c;
      return anew.has(name) ? whole : (environment.get(name) ?? whole);
    });
  return (text) => fill(fill(text));
}

function* pushed(workflow: Workflow, step: Step, filled: (text: string) => string, owner: string | undefined): Generator<Sight> {
  const tags = step.uses?.includes("docker/build-push-action") ? filled(textValue(part(step.value, "with", "tags")) ?? "") : "";
  const built = workflow
    .commandsOf(step)
    .flatMap(({ words }) =>
      words[0] === "docker" && /build|push|tag/.test(words[1] ?? "") ? [filled(option(words, "-t", "--tag") ?? words.at(-1)!)] : [],
    );
  const raw = [tags, ...built].find((text) => /ghcr\.io\/\$\{\{\s*github\.(repository|repository_owner|actor)\s*\}\}/.test(text));
  const literal = [...tags.split(/[\s,]+/), ...built].find(
    (text) => /^(ghcr\.io|docker\.io)\/[^$]*[A-Z]/.test(imageName(text)) && !/\$/.test(imageName(text)),
  );
  if (raw === undefined && literal === undefined) return;
  const capital = literal !== undefined || (owner !== undefined && /[A-Z]/.test(owner));
  yield {
    severity: capital ? "error" : "warning",
    place: workflow.at(...step.path, ...(tags ? ["with", "tags"] : ["run"])),
    evidence: (literal ?? raw)!.trim().split("\n")[0]!,
    cause: capital
      ? `The name holds capitals (${literal ? imageName(literal) : owner}), which a registry refuses`
      : "The owner's name is used as it is written: with a capital in it, the registry refuses the image",
    fix: "Take the tags from docker/metadata-action, which lowers them, or lower the name in a step before.",
  };
}

/** Whose repositories they are, if their documents and Applications agree. */
function ownerOf(workspace: Workspace): string | undefined {
  const counts = new Map<string, number>();
  for (const file of workspace.files.filter(({ name }) => /\.(md|ya?ml)$/.test(name))) {
    for (const [, owner] of file.text.slice(0, 50_000).matchAll(/github\.com[/:]([\w-]+)\/[\w.-]+(?:\.git|\/actions\/workflows)/g))
      if (!PLACEHOLDER.test(owner!) && !/your|user-?name|placeholder|example/i.test(owner!))
        counts.set(owner!, (counts.get(owner!) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}

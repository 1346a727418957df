import { containersOf, isWorkload } from "../../workspace/kube";
import { imageName } from "../../workspace/kustomize";
import { option, options, verbFirst } from "../../workspace/shell";
import type { Job, Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { textValue } from "../../workspace/yaml";
import { isPublic } from "../chain";
import type { Sight } from "../finding";

/** A job builds one image, pushes none, and applies a manifest that asks for another. */
export function* builtOnly(workspace: Workspace, isReplaced: (workspace: Workspace, image: string) => boolean): Generator<Sight> {
  for (const workflow of workspace.workflows) for (const job of workflow.jobs) yield* jobSights(workspace, workflow, job, isReplaced);
}

function* jobSights(
  workspace: Workspace,
  workflow: Workflow,
  job: Job,
  isReplaced: (workspace: Workspace, image: string) => boolean,
): Generator<Sight> {
  const commands = job.steps.flatMap((step) => workflow.commandsOf(step));
  if (
    job.steps.some(({ uses }) => /build-push|deploy|bake/.test(uses ?? "")) ||
    commands.some(({ words }) => words[0] === "docker" && /push|tag|pull/.test(words[1] ?? ""))
  )
    return;
  const built = commands
    .filter(({ words }) => words[0] === "docker" && words[1] === "build")
    .map(({ words }) => imageName(option(words, "-t", "--tag") ?? ""));
  if (built.length !== 1 || !/^[a-z0-9./_-]+$/.test(built[0]!)) return;
  const files = new Set(
    commands.flatMap(({ words, place, folder }) =>
      verbFirst(words)[0] === "kubectl" && words.includes("apply")
        ? options(words, "-f", "--filename").map((given) => workspace.find(place.file, folder, given)?.path)
        : [],
    ),
  );
  const asked = workspace.objects
    .filter((object) => isWorkload(object) && (files.has(object.file.path) || files.has(object.file.folder)))
    .flatMap(containersOf)
    .filter(({ value }) => !isPublic(textValue(value.image) ?? "") && !/[$<{]/.test(textValue(value.image) ?? ""));
  const names = new Set(asked.map(({ value }) => imageName(textValue(value.image) ?? "")));
  const [first] = asked;
  if (!first || names.size !== 1 || names.has(built[0]!) || isReplaced(workspace, [...names][0]!)) return;
  yield {
    severity: "error",
    place: first.object.at(...first.path, "image"),
    evidence: `image: ${textValue(first.value.image)}; ${workflow.file.path} builds ${built[0]} and pushes nothing`,
    cause: "The job builds one image and applies a manifest that asks for another, so what it built never runs",
    fix: `Deploy ${built[0]}, or build and push ${[...names][0]}.`,
  };
}

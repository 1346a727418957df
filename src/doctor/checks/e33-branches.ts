import type { SourceFile } from "../../workspace/repository";
import type { Workflow } from "../../workspace/workflow";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part } from "../../workspace/yaml";
import { type Sight, warning } from "../finding";

const DEFAULTS = ["main", "master"] as const;

/** A repository has one of the two names: a workflow that waits for the one that nothing else speaks of never runs. */
export function* otherBranches(workspace: Workspace): Generator<Sight> {
  for (const workflow of workspace.workflows) {
    const branches = listOf(part(workflow.events.push, "branches")).map(String);
    const [wanted, ...more] = branches;
    const other = DEFAULTS.find((name) => wanted !== name);
    if (more.length > 0 || !DEFAULTS.some((name) => name === wanted) || !other) continue;
    const files = [...workflow.file.repository.files.values()].filter((file) => file !== workflow.file && isSpeaking(file));
    if (files.some((file) => speaksOf(file, wanted!)) || !files.some((file) => speaksOf(file, other))) continue;
    yield warning(
      at(workflow),
      `branches: ${wanted}`,
      `This workflow waits for a push to ${wanted}, and everything else in the repository speaks of the branch ${other}`,
      `Write ${other}, or both.`,
    );
  }
}

const at = (workflow: Workflow) => (workflow.document.value.on ? workflow.at("on", "push", "branches") : workflow.at());

const isSpeaking = ({ name, size }: SourceFile): boolean => /\.(md|ya?ml|sh)$|^Jenkinsfile$|^Makefile$/.test(name) && size < 200_000;

/** As the name of a branch, wherever branches are named. */
const speaksOf = ({ text }: SourceFile, branch: string): boolean =>
  new RegExp(
    `(blob|tree|raw|branch=|origin|refs/heads|checkout( -b)?)[ /=]?${branch}\\b|(targetRevision|branch(es)?|ref|revision):\\s*\\[?\\s*["']?${branch}\\b|branches:\\s*\\n\\s*-\\s*["']?${branch}\\b`,
  ).test(text);

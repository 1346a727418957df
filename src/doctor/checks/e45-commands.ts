import type { ShellCommand } from "../../workspace/shell";
import type { Check, Repair } from "../finding";
import { unworkable } from "./e45-unworkable";

/** What is written, why it cannot work, and what to write. */
const WRONG: readonly { readonly test: (command: ShellCommand) => boolean; readonly cause: string; readonly fix: string }[] = [
  {
    test: ({ text, words }) => words[0] === "kubectl" && /jsonpath=\S*(?<!\$)\{\{/.test(text),
    cause: "jsonpath takes single braces: kubectl stops with `unrecognized character in action`",
    fix: "Write jsonpath='{.data.x}'.",
  },
  {
    test: ({ words }) => words[0] === "helm" && words[1] === "install" && words.some((word) => /^--name(=|$)/.test(word)),
    cause: "Helm 3 has no flag --name: it stops with `unknown flag`",
    fix: "Give the release as the first argument: helm install NAME CHART.",
  },
  {
    test: ({ words }) =>
      words[0] === "helm" && (words[1] === "init" || (/^(delete|del)$/.test(words[1] ?? "") && words.includes("--purge"))),
    cause: "Helm 3 has neither `helm init` nor `--purge`",
    fix: "Leave `helm init` out; helm uninstall NAME removes a release altogether.",
  },
  {
    test: ({ words }) =>
      words[0] === "kubectl" && words[1] === "run" && words.some((word) => /^--(replicas|generator|requests|limits)(=|$)/.test(word)),
    cause: "kubectl run has lost this flag: it stops with `unknown flag`",
    fix: "Use kubectl create deployment NAME --image=IMAGE --replicas=N.",
  },
  {
    test: ({ words }) => words[0] === "helm" && words.includes("--create-namespaces"),
    cause: "helm knows no flag --create-namespaces",
    fix: "Write --create-namespace.",
  },
];

/** Of jsonpath with doubled braces, where they are the only ones. */
function braces({ text, place }: ShellCommand): Repair | undefined {
  const found = /jsonpath=(["'])\{\{([^{}]+)\}\}\1/.exec(text);
  return found ? { place, from: found[0], to: `jsonpath=${found[1]}{${found[2]}}${found[1]}` } : undefined;
}

export const e45: Check = {
  id: "E45",
  title: "A command that cannot work as written",
  story:
    "Symptom: whoever follows the document or runs the script gets `unknown flag`, `unrecognized character in action: U+007B '{'`, `does not have a service port`, `NotFound` or `failed to read dockerfile`.",
  *detect(workspace) {
    for (const command of workspace.commands) {
      // Those tell of commands that failed.
      if (command.origin === "document" && /troubleshoot|journal|problem|challenge|lesson|changelog|error/i.test(command.place.file.path))
        continue;
      const wrong = WRONG.find(({ test }) => test(command));
      if (wrong)
        yield {
          severity: "error",
          place: command.place,
          evidence: command.text,
          cause: wrong.cause,
          fix: wrong.fix,
          repair: braces(command),
        };
      const sight = wrong ? undefined : unworkable(workspace, command);
      if (sight) yield sight;
    }
  },
};

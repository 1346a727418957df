import { listOf, part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

export const d36: Check = {
  id: "D36",
  title: "A dispatch that starts nothing",
  story:
    "Symptom: the app's CI is green and the other repository's workflow never runs. GITHUB_TOKEN cannot dispatch to another repository, and an event type that no workflow listens to is accepted (204) and ignored.",
  *detect(workspace) {
    const types = new Set(workspace.workflows.flatMap(({ events }) => listOf(part(events.repository_dispatch, "types")).map(String)));
    const open = workspace.workflows.some(({ events }) => "repository_dispatch" in events && !part(events.repository_dispatch, "types"));
    for (const workflow of workspace.workflows) {
      for (const step of workflow.steps) {
        const sent = /repository-dispatch/.test(step.uses ?? "");
        const curl = step.run && /\/dispatches\b/.test(step.run) ? step.run : undefined;
        if (!sent && !curl) continue;
        const token = sent ? (textValue(part(step.value, "with", "token")) ?? "secrets.GITHUB_TOKEN") : curl!;
        const target = sent ? part(step.value, "with", "repository") : /repos\/([^\s"']+)\/dispatches/.exec(curl!)?.[1];
        const elsewhere = target !== undefined && !/github\.repository\s*\}/.test(String(target));
        if (elsewhere && /secrets\.GITHUB_TOKEN|github\.token/.test(token)) {
          yield {
            severity: "error",
            place: workflow.at(...step.path, ...(sent ? ["with"] : ["run"])),
            evidence: `${target} with GITHUB_TOKEN`,
            cause: "GITHUB_TOKEN is valid for its own repository only, so the dispatch to the other one is refused",
            fix: "Use a fine-grained token for that repository with contents: write, from a secret.",
          };
        }
        const type = sent
          ? textValue(part(step.value, "with", "event-type"))
          : /"?event_type"?\s*\\?"?\s*[:=]\s*\\?"([\w-]+)/.exec(curl!)?.[1];
        if (!type || /\$\{\{/.test(type) || types.size === 0 || open || types.has(type)) continue;
        yield {
          severity: "error",
          place: workflow.at(...step.path, ...(sent ? ["with", "event-type"] : ["run"])),
          evidence: `event type ${type}; workflows listen to ${[...types].join(", ")}`,
          cause: "No workflow listens to this event type, so the dispatch is accepted and nothing runs",
          fix: `Send ${[...types][0]}, or add ${type} to the types of the receiving workflow.`,
        };
      }
    }
  },
};

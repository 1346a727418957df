import { mapOf, part } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e38: Check = {
  id: "E38",
  title: "A workflow commits to the branch while another one may",
  story:
    "Symptom: `! [rejected] main -> main (fetch first)`. Two runs that overlap both commit to the branch; the second push is refused, and what it deployed is written nowhere.",
  *detect(workspace) {
    for (const workflow of workspace.workflows) {
      if (part(workflow.document.value, "concurrency") !== undefined) continue;
      for (const step of workflow.steps) {
        const push = /^\s*git push\b(?!.*--force)/m.test(step.run ?? "");
        if (
          !push ||
          /git pull|git fetch|rebase|for \w+ in|until |while /.test(step.run!) ||
          part(step.job.value, "concurrency") !== undefined
        )
          continue;
        if (!("push" in mapOf(workflow.events)) && !("workflow_run" in mapOf(workflow.events))) continue;
        yield {
          severity: "warning",
          place: workflow.at(...step.path, "run"),
          evidence: "git push without concurrency",
          cause: "Two runs that overlap push to the same branch, and the second one is refused",
          fix: "Give the workflow a concurrency group without cancel-in-progress, or rebase before the push.",
        };
      }
    }
  },
};

import type { ChartProblem } from "../../workspace/chart";
import type { Check, Severity } from "../finding";

export const e19: Check = {
  id: "E19",
  title: "A chart that Helm refuses",
  story:
    'Symptom: `Error: INSTALLATION FAILED: ... nil pointer evaluating interface {}.x`, `parse error at (...)`, `undefined variable "$value"`, or the text of a `required`. The templates ask for a value that is not there, or do not parse.',
  *detect(workspace) {
    for (const { problems, release } of workspace.renderings) {
      const problem = problems.find(({ deliberate }) => !deliberate) ?? problems[0];
      if (!problem) continue;
      const { place, message } = problem;
      const alert = /undefined variable/.test(message);
      yield {
        severity: severityOf(problem, release.place !== undefined),
        place,
        evidence: place.file.lines[place.line - 1] ?? "",
        cause: `Helm stops here: ${message}${release.place ? ` (as ${release.place.file.path}:${release.place.line} installs it)` : " (with the chart's own values)"}`,
        fix: alert
          ? "Let Prometheus' own templates pass through Helm: {{ `{{ $labels.x }}` }}."
          : "Give the value a default, or guard the line with `if` or `with`.",
      };
    }
  },
};

/** A chart may ask for values on purpose; what a command gives it should then be enough. */
function severityOf({ message, deliberate }: ChartProblem, isInstalled: boolean): Severity {
  if (deliberate) return isInstalled ? "warning" : "note";
  const lacks = /nil pointer|can't evaluate field/.test(message);
  // Values that only its owner has may be meant to be given; a text that does not parse fails with any.
  return lacks && !isInstalled ? "warning" : "error";
}

import { documentsIn, mapOf } from "../../workspace/yaml";
import { isForDependency, namesOfDependencies } from "../dependency-values";
import type { Check } from "../finding";

export const e10: Check = {
  id: "E10",
  title: "Values of a dependency at the top",
  story:
    "Symptom: a setting of a dependency changes nothing. Its values must stand below its name or alias; at the top only the chart's own templates would read them, and it has none.",
  *detect(workspace) {
    for (const chart of workspace.charts) {
      if (chart.templates.length > 0 || chart.dependencies.length === 0) continue;
      const document = chart.valuesFile && documentsIn(chart.valuesFile)[0];
      for (const key of Object.keys(mapOf(document?.value))) {
        if (isForDependency(chart, key)) continue;
        yield {
          severity: "error",
          place: document!.at(key),
          evidence: `${key}: at the top of ${chart.valuesFile!.path}`,
          cause: `The chart ${chart.name} has no templates, and its dependencies read only what stands below their own names, so ${key} is ignored`,
          fix: `Move it below ${namesOfDependencies(chart)[0]}:.`,
        };
      }
    }
  },
};

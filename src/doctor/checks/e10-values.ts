import type { Chart } from "../../workspace/chart";
import { documentsIn, mapOf, part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e10: Check = {
  id: "E10",
  title: "Values that no template reads",
  story:
    "Symptom: a setting changes nothing. The values of a dependency must stand below its name or alias; a value that no template asks for is silently ignored.",
  *detect(workspace) {
    for (const chart of workspace.charts) {
      const used = textsOf(chart);
      if (chart.templates.length === 0 && chart.dependencies.length > 0) yield* unnested(chart);
      if (
        chart.templates.length === 0 ||
        /toYaml\s+\.Values\s|\.Values\s*\||range[^}]*\.Values\s*\}|\(\s*\.Values\s*\)|\$\.Values\s|"Values"|\.Values\s+\(/.test(used)
      )
        continue;
      const document = chart.valuesFile && documentsIn(chart.valuesFile)[0];
      const inner = new Set([
        ...chart.subcharts().map(({ alias }) => alias),
        ...chart.dependencies.flatMap((dependency) => [textValue(part(dependency, "name")), textValue(part(dependency, "alias"))]),
      ]);
      for (const key of Object.keys(mapOf(document?.value))) {
        if (
          key === "global" ||
          inner.has(key) ||
          new RegExp(`\\.Values\\.${key}\\b|["'\`]${key}["'\`]`).test(used) ||
          chart.dependencies.length > 0
        )
          continue;
        const value = document!.value[key];
        if (value === null || (typeof value === "object" && Object.keys(value).length === 0)) continue;
        yield {
          severity: "warning",
          place: document!.at(key),
          evidence: `${key}:`,
          cause: `No template of the chart ${chart.name} reads .Values.${key}, so setting it changes nothing`,
          fix: "Use it in a template, or take it out.",
        };
      }
    }
  },
};

const textsOf = (chart: Chart): string =>
  [chart, ...chart.subcharts().map((one) => one.chart)].flatMap(({ templates }) => templates.map(({ text }) => text)).join("\n");

/** A chart without templates only passes values on; at the top level nobody reads them. */
function* unnested(chart: Chart) {
  const document = chart.valuesFile && documentsIn(chart.valuesFile)[0];
  const names = new Set(
    chart.dependencies.flatMap((dependency) => [textValue(part(dependency, "name")), textValue(part(dependency, "alias"))]),
  );
  for (const key of Object.keys(mapOf(document?.value))) {
    const conditions = chart.dependencies.some(
      (dependency) =>
        (textValue(part(dependency, "condition")) ?? "").split(/[.,]/)[0] === key ||
        JSON.stringify(part(dependency, "import-values") ?? "").includes(key),
    );
    if (names.has(key) || key === "global" || key === "tags" || conditions) continue;
    yield {
      severity: "error" as const,
      place: document!.at(key),
      evidence: `${key}: at the top of ${chart.valuesFile!.path}`,
      cause: `The chart ${chart.name} has no templates, and its dependencies read only what stands below their own names, so ${key} is ignored`,
      fix: `Move it below ${[...names].filter(Boolean)[0]}:.`,
    };
  }
}

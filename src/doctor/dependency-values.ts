import type { Chart } from "../workspace/chart";
import { part, textValue } from "../workspace/yaml";

/** Below what dependencies find their values. */
export const namesOfDependencies = (chart: Chart): string[] => [
  ...chart.subcharts().map(({ alias }) => alias),
  ...chart.dependencies
    .flatMap((one) => [textValue(part(one, "name")), textValue(part(one, "alias"))])
    .filter((name) => name !== undefined),
];

/** Whether Helm itself takes a value of the chart: it gives it to a dependency, or decides by it whether there is one. */
export const isForDependency = (chart: Chart, key: string): boolean =>
  key === "global" ||
  namesOfDependencies(chart).includes(key) ||
  (key === "tags" && chart.dependencies.length > 0) ||
  chart.dependencies.some(
    (one) =>
      (textValue(part(one, "condition")) ?? "").split(/[.,]/)[0] === key || JSON.stringify(part(one, "import-values") ?? "").includes(key),
  );

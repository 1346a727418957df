import { documentsIn, mapOf, part, textValue } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e18: Check = {
  id: "E18",
  title: "A value that no template reads",
  story: "Symptom: a value is changed, the release is upgraded, and nothing changes. The templates of the chart do not read it.",
  *detect(workspace) {
    for (const chart of workspace.charts) {
      const text = chart.templates.map((file) => file.text).join("\n");
      const document = chart.valuesFile && documentsIn(chart.valuesFile)[0];
      // Templates that take the values as a whole may read any of them.
      if (!document || text === "" || /\.Values\s*(?![.\w])|\$\.Values\s*(?![.\w])/.test(text)) continue;
      const dependencies = chart.dependencies.flatMap((one) => [textValue(part(one, "alias")), textValue(part(one, "name"))]);
      const subcharts = chart.subcharts().map(({ alias }) => alias);
      const unread = Object.keys(mapOf(document.value)).find(
        (key) =>
          !["global", ...dependencies, ...subcharts].includes(key) && !new RegExp(`\\.Values\\.${key}\\b|["'\`]${key}["'\`]`).test(text),
      );
      if (!unread || chart.dependencies.length > subcharts.length + dependencies.length) continue;
      yield {
        severity: "warning",
        place: document.at(unread),
        evidence: `${unread}; no template has .Values.${unread}`,
        cause: `Nothing reads the value ${unread}, so setting it changes nothing`,
        fix: `Use {{ .Values.${unread} }} in a template, or take it out of the values.`,
      };
    }
  },
};

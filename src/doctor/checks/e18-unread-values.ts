import type { Chart } from "../../workspace/chart";
import { literally } from "../../workspace/patterns";
import { documentsIn, mapOf } from "../../workspace/yaml";
import { isForDependency } from "../dependency-values";
import type { Check } from "../finding";

/** Templates that take the values as a whole may read any of them. */
const AS_A_WHOLE = /\.Values(?![.\w])|"Values"/;

export const e18: Check = {
  id: "E18",
  title: "A value that no template reads",
  story: "Symptom: a value is changed, the release is upgraded, and nothing changes. The templates of the chart do not read it.",
  *detect(workspace) {
    for (const chart of workspace.charts) {
      const texts = textsOf(chart);
      const document = chart.valuesFile && documentsIn(chart.valuesFile)[0];
      if (!document || chart.templates.length === 0 || AS_A_WHOLE.test(texts)) continue;
      for (const key of Object.keys(mapOf(document.value))) {
        if (isForDependency(chart, key) || isRead(key, texts)) continue;
        yield {
          severity: "warning",
          place: document.at(key),
          evidence: `${key}; no template has .Values.${key}`,
          cause: `Nothing reads the value ${key}, so setting it changes nothing`,
          fix: `Use {{ .Values.${key} }} in a template, or take it out of the values.`,
        };
      }
    }
  },
};

/** Of a library, too, the templates are given the values of the chart. */
const textsOf = (chart: Chart): string =>
  [chart, ...chart.subcharts().map((one) => one.chart)].flatMap(({ templates }) => templates.map(({ text }) => text)).join("\n");

const isRead = (key: string, texts: string): boolean => {
  const name = literally(key);
  return new RegExp(`\\.Values\\.${name}(?!\\w)|["'\`]${name}["'\`]`).test(texts);
};

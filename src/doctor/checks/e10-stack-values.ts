import { mapOf, part } from "../../workspace/yaml";
import type { Check } from "../finding";

/** Settings of the Prometheus object, which kube-prometheus-stack reads below prometheus.prometheusSpec only. */
const SPEC =
  /^(\w*Selector(NilUsesHelmValues)?|additionalScrapeConfigs|retention(Size)?|scrapeInterval|evaluationInterval|storageSpec|resources|replicas|externalLabels|remoteWrite)$/;

export const e10b: Check = {
  id: "E61",
  title: "Settings of the Prometheus object beside prometheusSpec",
  story:
    "Symptom: the monitors are still not taken, the retention stays ten days. kube-prometheus-stack reads these settings below prometheus.prometheusSpec; beside it they are ignored without a word.",
  *detect(workspace) {
    for (const file of workspace.yamlFiles.filter(
      ({ text }) =>
        /^\s*prometheus:/m.test(text) && /(prometheusSpec|grafana|alertmanager|kubeStateMetrics|nodeExporter|defaultRules):/.test(text),
    )) {
      for (const document of workspace.yaml(file)) {
        if (part(document.value, "services") || part(document.value, "kind")) continue;
        for (const base of [["prometheus"], ["kube-prometheus-stack", "prometheus"]]) {
          const values = mapOf(part(document.value, ...base));
          // A chart of another's making may read what it likes.
          if (
            !isStack(
              workspace.installs.map(({ chart }) => chart),
              base.length > 1,
            )
          )
            continue;
          for (const key of Object.keys(values).filter((one) => SPEC.test(one)))
            yield {
              severity: "error",
              place: document.at(...base, key),
              evidence: `${base.join(".")}.${key}`,
              cause: `kube-prometheus-stack reads ${key} below prometheus.prometheusSpec only, so this is ignored`,
              fix: `Move it below ${base.join(".")}.prometheusSpec.`,
            };
        }
      }
    }
  },
};

const isStack = (charts: readonly string[], nested: boolean): boolean =>
  nested || (charts.some((chart) => /kube-prometheus-stack$/.test(chart)) && !charts.some((chart) => /(^|\/)prometheus$/.test(chart)));

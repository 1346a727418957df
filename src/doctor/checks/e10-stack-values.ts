import { mapOf, type Place, part } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

/** Settings of the Prometheus object, which kube-prometheus-stack reads below prometheus.prometheusSpec only. */
const SPEC =
  /^(\w*Selector(NilUsesHelmValues)?|additionalScrapeConfigs|retention(Size)?|scrapeInterval|evaluationInterval|storageSpec|resources|replicas|externalLabels|remoteWrite)$/;

/** Settings of the Alertmanager object, likewise. */
const ALERTMANAGER = /^(configSecret|secrets|configMaps|retention|externalUrl|replicas|storage|useExistingSecret)$/;

const KINDS = [
  ["prometheus", "prometheusSpec", SPEC],
  ["alertmanager", "alertmanagerSpec", ALERTMANAGER],
] as const;

export const e10b: Check = {
  id: "E61",
  title: "Settings of Prometheus or Alertmanager beside their spec",
  story:
    "Symptom: the monitors are still not taken, the retention stays ten days. kube-prometheus-stack reads these settings below prometheus.prometheusSpec and alertmanager.alertmanagerSpec; beside them they are ignored without a word.",
  *detect(workspace) {
    const charts = workspace.installs.map(({ chart }) => chart);
    const sight = (place: Place, path: readonly string[], key: string, spec: string): Sight => ({
      severity: "error",
      place,
      evidence: [...path, key].join("."),
      cause: `kube-prometheus-stack reads ${key} below ${path.at(-1)}.${spec} only, so this is ignored`,
      fix: `Move it below ${[...path, spec].join(".")}.`,
    });
    for (const file of workspace.yamlFiles.filter(
      ({ text }) =>
        /^\s*prometheus:/m.test(text) && /(prometheusSpec|grafana|alertmanager|kubeStateMetrics|nodeExporter|defaultRules):/.test(text),
    )) {
      for (const document of workspace.yaml(file)) {
        if (part(document.value, "services") || part(document.value, "kind")) continue;
        for (const [kind, spec, keys] of KINDS)
          for (const base of [[kind], ["kube-prometheus-stack", kind]]) {
            // A chart of another's making may read what it likes.
            if (!isStack(charts, base.length > 1)) continue;
            for (const key of Object.keys(mapOf(part(document.value, ...base))).filter((one) => keys.test(one)))
              yield sight(document.at(...base, key), base, key, spec);
          }
      }
    }
    for (const { chart, command, values, place } of workspace.installs) {
      if (!command || !/(^|\/)kube-prometheus-stack$/.test(chart)) continue;
      for (const [kind, spec, keys] of KINDS)
        for (const key of values.flatMap((value) => Object.keys(mapOf(part(value, kind)))).filter((one) => keys.test(one)))
          yield sight(place, [kind], key, spec);
    }
  },
};

const isStack = (charts: readonly string[], nested: boolean): boolean =>
  nested || (charts.some((chart) => /kube-prometheus-stack$/.test(chart)) && !charts.some((chart) => /(^|\/)prometheus$/.test(chart)));

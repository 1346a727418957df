import { keyOf, labelsOf, type PrometheusRule, selects } from "../../live/kube";
import type { LoadedGroup, View } from "../../live/snapshot";
import { kubectl, labelFix } from "./command";
import { broken, type LiveFinding } from "./finding";
import type { Walk } from "./walk";

/** The rules of the service; without a service, those of the namespace. */
export function rulesOf(view: View): readonly PrometheusRule[] {
  const { service, namespace, monitors } = view.scope;
  const all = view.list("PrometheusRule", service === undefined ? namespace : monitors);
  return service === undefined ? all : all.filter((rule) => labelsOf(rule)["app.kubernetes.io/instance"] === service);
}

/** The first thing that keeps a rule from being evaluated. */
export function* ruleLinks({ view, prometheus, state, subject, namespace }: Walk): Generator<LiveFinding | undefined> {
  const rules = rulesOf(view);
  if (subject.expected && rules.length === 0)
    yield broken("rules", {
      object: `Service ${namespace}/${subject.service}`,
      cause: `no PrometheusRule of ${subject.service} in namespace ${view.scope.monitors ?? namespace}`,
      fix: "Deploy it with its rules: prometheusRule.enabled must not be false in the values of its chart",
    });
  if (!prometheus) return;
  const selector = prometheus.spec?.ruleSelector;
  const unselected = rules.find((rule) => !selects(selector, labelsOf(rule)));
  if (unselected)
    yield broken("rules-labels", {
      object: unselected,
      field: "metadata.labels",
      evidence: JSON.stringify(selector ?? null),
      cause: `Prometheus does not select PrometheusRule ${unselected.metadata.name}`,
      fix: labelFix(view, unselected, selector, "ruleSelector"),
    });
  if (state) for (const rule of rules) yield* loaded(rule, state.groups, view);
}

function* loaded(rule: PrometheusRule, groups: readonly LoadedGroup[], view: View) {
  const { namespace, name } = rule.metadata;
  for (const group of rule.spec?.groups ?? []) {
    const live = groups.find((one) => one.name === group.name && one.file.includes(`${namespace}-${name}-`));
    const fix = `${kubectl(view, rule, "describe")}; the log of the operator and of Prometheus`;
    if (!live) {
      yield broken("rules-loading", { object: rule, cause: `group ${group.name} of ${keyOf(rule)} is not loaded yet`, fix });
      continue;
    }
    const failing = live.rules.find(({ health }) => health === "err");
    const evidence = failing?.lastError;
    if (failing) yield broken("rules-error", { object: rule, evidence, cause: `${failing.name}: ${failing.lastError}`, fix });
    const waiting = live.rules.find(({ health }) => health !== "ok");
    if (waiting) yield broken("rules-loading", { object: rule, cause: `${waiting.name} has not been evaluated yet`, fix });
  }
}

import type { KubeObject } from "../../live/kube";
import type { View } from "../../live/snapshot";
import { panelQuestions } from "./dashboards";
import { broken, type LiveFinding } from "./finding";
import { rulesOf } from "./rules";

/** A query that must have data. */
export interface Question {
  readonly kind: "rules" | "dashboard";
  readonly object: KubeObject;
  readonly name: string;
  readonly promql: string;
}

/** What has to be asked of Prometheus, when it scrapes the service: the result of every recording rule, every panel. */
export function questionsOf(view: View): Question[] {
  const { namespace, service } = view.scope;
  if (service === undefined) return [];
  const records = rulesOf(view).flatMap((object) =>
    (object.spec?.groups ?? []).flatMap(({ rules = [] }) =>
      rules.flatMap(({ record }) =>
        record ? [{ object, record, promql: `${record}{namespace="${namespace}",${levelOf(record)}="${service}"}` }] : [],
      ),
    ),
  );
  const known = new Map(records.map(({ object, record, promql }) => [promql, { kind: "rules" as const, object, name: record, promql }]));
  return [...known.values(), ...panelQuestions(view)];
}

/** The label that tells the service: a rule is called by what it sums over, its job or, of what kube-state-metrics says, its Deployment. */
const levelOf = (record: string) => (record.startsWith("deployment:") ? "deployment" : "job");

/** The queries of that kind that were asked and are refused or have no data. What was not asked is not said. */
export function* dataLinks(view: View, kind: Question["kind"]): Generator<LiveFinding> {
  for (const { object, name, promql } of questionsOf(view).filter((one) => one.kind === kind)) {
    const answer = view.snapshot.answers[promql];
    if (!answer) continue;
    const fix = "Each metric and label in it must exist; some come from kube-state-metrics and cAdvisor";
    if ("refused" in answer)
      yield broken(`${kind}-query`, {
        object,
        evidence: promql,
        cause: `${name}: Prometheus refuses the query ${promql}`,
        fix: "Correct the expression: promtool check rules reads it",
      });
    else if (answer.series === 0) yield broken(`${kind}-data`, { object, evidence: promql, cause: `${name} has no data: ${promql}`, fix });
  }
}

import { labelsOf, type ServiceMonitor, selects } from "../../live/kube";
import { refusedAs, type Snapshot, View } from "../../live/snapshot";
import { besides } from "./beside";
import { firstBroken, type Part } from "./chain";
import { dashboardLinks } from "./dashboards";
import { diagnosePod } from "./diagnose-pod";
import { broken, type LiveFinding } from "./finding";
import { isReady } from "./pods";
import { dataLinks, type Question, questionsOf } from "./questions";
import { ruleLinks, rulesOf } from "./rules";
import { isRunning, looksInto, type Subject, Walk } from "./walk";

export interface LiveDiagnosis {
  readonly findings: readonly LiveFinding[];
  /** What could not be checked, and why. */
  readonly unchecked: readonly string[];
  /** What was proven, in a line each. */
  readonly proven: readonly string[];
}

/** Parts that somebody has switched off on purpose. */
export type Skipped = readonly (Question["kind"] | Part)[];

const RESOURCES = ["servicemonitors", "prometheusrules", "prometheuses"];

/** What is wrong in a cluster: the first broken link of each chain, and what lies beside it. */
export function examineLive(snapshot: Snapshot, skipped: Skipped = []): LiveDiagnosis {
  const view = new View(snapshot);
  const proven: string[] = [];
  const missing = RESOURCES.find((resource) => !snapshot.resources.includes(resource));
  const chains = missing ? withoutOperator(view, missing) : subjectsOf(view).flatMap((subject) => walked(view, subject, skipped, proven));
  const findings = [...chains, ...otherPods(view, chains), ...besides(view)];
  const order = { error: 0, warning: 1, note: 2 };
  const known = new Map(findings.map((finding) => [`${finding.link} ${finding.object} ${finding.field}`, finding]));
  return {
    findings: [...known.values()].sort((a, b) => order[a.severity] - order[b.severity]),
    unchecked: [...new Set([...view.unchecked, ...silent(snapshot)])],
    proven,
  };
}

/** Without its resources nothing asks for the operator, unless a service shall be watched. */
function withoutOperator(view: View, missing: string): LiveFinding[] {
  if (view.scope.service === undefined) return [];
  return [
    broken("crds", {
      object: `${missing}.monitoring.coreos.com`,
      cause: `the cluster does not know ${missing}.monitoring.coreos.com`,
      fix: "The monitoring has to be installed before the application: kube-prometheus-stack brings these resources",
    }),
  ];
}

/** What is looked at: the service that is asked for, or whatever the monitors are for. */
export function subjectsOf(view: View): Subject[] {
  const { service, namespace } = view.scope;
  const all = view.list("ServiceMonitor", view.scope.monitors);
  if (service !== undefined) return [{ service, monitors: named(all, service, namespace), expected: true }];
  const services = view.list("Service", namespace);
  return all.flatMap((monitor): Subject[] => {
    const mine = services.filter((one) => selects(monitor.spec?.selector, labelsOf(one)));
    // One that stands here, or looks nowhere else, was meant for something here.
    const isOurs = monitor.metadata.namespace === namespace || (monitor.spec?.namespaceSelector?.matchNames ?? []).join() === namespace;
    if (mine.length === 0) return isOurs && looksInto(monitor, namespace) ? [{ monitors: [monitor], expected: false }] : [];
    return isOurs || looksInto(monitor, namespace)
      ? mine.map(({ metadata }) => ({ service: metadata.name, monitors: [monitor], expected: false }))
      : [];
  });
}

/** Another environment's monitor may stand beside it. */
function named(all: readonly ServiceMonitor[], service: string, namespace: string): readonly ServiceMonitor[] {
  const mine = all.filter((one) => labelsOf(one)["app.kubernetes.io/instance"] === service || one.metadata.name === service);
  const exact = mine.filter(({ metadata }) => metadata.name === `${namespace}.${service}`);
  return exact.length > 0 ? exact : mine;
}

function walked(view: View, subject: Subject, skipped: Skipped, proven: string[]): LiveFinding[] {
  const walk = new Walk(view, subject);
  const isScraped = !skipped.includes("scrape");
  const link = firstBroken(walk, skipped);
  if (link) return [link];
  const up = walk.targets.filter(({ health, labels }) => health === "up" && labels.job === subject.service);
  const pods = walk.own.map(({ metadata }) => metadata.name);
  proven.push(isScraped ? `targets    ${up.map(({ scrapeUrl }) => scrapeUrl).join(" ")}` : `pods       ${pods.join(" ")}`);
  const parts = { rules: ruleLinks, dashboard: dashboardLinks };
  for (const [part, links] of Object.entries(parts) as [keyof typeof parts, typeof ruleLinks][]) {
    if (skipped.includes(part)) continue;
    const [first] = [...links(walk), ...dataLinks(view, part)].filter((finding) => finding !== undefined);
    if (first) return [first];
    if (subject.expected) proven.push(`${part.padEnd(10)} ${measured[part](view)}`);
  }
  return [...alertLinks(walk)].filter((finding) => finding !== undefined);
}

/** How much of a part was looked at. */
const measured: Readonly<Record<Question["kind"], (view: View) => string>> = {
  rules(view) {
    const rules = rulesOf(view).flatMap(({ spec }) => spec?.groups?.flatMap((group) => group.rules ?? []) ?? []);
    return `${rules.length} evaluated, ${rules.filter(({ record }) => record).length} of them records with data`;
  },
  dashboard: (view) => `${questionsOf(view).filter(({ kind }) => kind === "dashboard").length} queries with data`,
};

/** Of alerts that work: who is told, and which ones there are now. */
function* alertLinks({ state, subject, prometheus }: Walk): Generator<LiveFinding | undefined> {
  if (state?.alertmanagers === 0)
    yield broken("alertmanager", {
      object: prometheus!,
      field: "spec.alerting",
      cause: "Prometheus sends alerts to no Alertmanager",
      fix: "kubectl get alertmanagers.monitoring.coreos.com -A shows whether there is one and what it waits for",
    });
  const rules = (state?.groups ?? []).flatMap((group) => group.rules);
  const firing = rules.filter((rule) => rule.state === "firing" && rule.alerts?.some(({ labels }) => labels?.job === subject.service));
  if (subject.expected && firing.length > 0)
    yield broken("firing", {
      object: prometheus!,
      cause: `firing now: ${[...new Set(firing.map(({ name }) => name))].join(", ")}`,
      fix: "The alert's annotation runbook_url says what to do",
    });
}

/** Pods that no chain has spoken of. Where one service is asked for, those of others are worth a word and no more. */
function otherPods(view: View, chains: readonly LiveFinding[]): LiveFinding[] {
  if (chains.some(({ link }) => link.startsWith("pod-") || link === "access")) return [];
  const pods = view.list("Pod", view.scope.namespace);
  const stuck = pods.filter((pod) => isRunning(pod) && !isReady(pod));
  const severity = view.scope.service === undefined ? undefined : "warning";
  return stuck.slice(0, 5).map((pod) => ({ ...diagnosePod(view, pod), ...(severity && { severity }) }));
}

/** Who looks at all monitors and may not see them says so. */
const silent = ({ refused }: Snapshot): string[] =>
  refused.filter(({ kind }) => kind === "ServiceMonitor" || kind === "Prometheus").map(refusedAs);

import { Failure } from "../usage-error";
import { type KubeObject, keyOf, type Pod, type Prometheus, parseObjects, type Secret } from "./kube";
import type { Kubectl } from "./kubectl";
import { apiOfObject, stateOf } from "./prometheus";
import { redact, redactText } from "./redact";
import type { PrometheusState, Refusal, Scope, Snapshot } from "./snapshot";

/** What is read of a namespace, and the kind of each. */
const NAMESPACED = {
  services: "Service",
  pods: "Pod",
  events: "Event",
  persistentvolumeclaims: "PersistentVolumeClaim",
  "deployments.apps": "Deployment",
  "statefulsets.apps": "StatefulSet",
  "daemonsets.apps": "DaemonSet",
  "endpointslices.discovery.k8s.io": "EndpointSlice",
  "horizontalpodautoscalers.autoscaling": "HorizontalPodAutoscaler",
  "ingresses.networking.k8s.io": "Ingress",
  "networkpolicies.networking.k8s.io": "NetworkPolicy",
} as const;
const WATCHING = { "servicemonitors.monitoring.coreos.com": "ServiceMonitor", "prometheusrules.monitoring.coreos.com": "PrometheusRule" };
const CLUSTER = { "ingressclasses.networking.k8s.io": "IngressClass" };

type Resources = Readonly<Record<string, string>>;

interface Read {
  readonly objects: readonly KubeObject[];
  readonly refused: readonly Refusal[];
}

/** Reads a cluster, and changes nothing there. */
export async function collect(kubectl: Kubectl, scope: Scope): Promise<Snapshot> {
  const resources = await operatorResources(kubectl);
  const places = [...new Set([scope.namespace, scope.monitors])].filter((place) => place !== undefined);
  const watching = Object.fromEntries(Object.entries(WATCHING).filter(([name]) => resources.includes(name.split(".")[0]!)));
  const read = await Promise.all([
    list(kubectl, NAMESPACED, scope.namespace),
    ...(scope.monitors === undefined ? [list(kubectl, watching)] : places.map((place) => list(kubectl, watching, place))),
    list(kubectl, CLUSTER),
    namespaces(kubectl, scope),
    secrets(kubectl, scope.namespace),
    dashboards(kubectl, scope.monitors),
    resources.includes("prometheuses") ? prometheuses(kubectl, scope) : { objects: [], refused: [] },
  ]);
  const objects = unique(read.flatMap((one) => one.objects)).map(redact);
  return {
    version: 1,
    context: kubectl.context ?? "",
    scope,
    resources,
    objects,
    refused: read.flatMap((one) => one.refused),
    logs: await logs(kubectl, objects, scope.namespace),
    prometheus: await states(kubectl, objects, scope),
    answers: {},
  };
}

/** The resources of the operator that the cluster knows; whether there is a cluster at all turns out here. */
async function operatorResources(kubectl: Kubectl): Promise<string[]> {
  const outcome = await kubectl.raw("/apis/monitoring.coreos.com/v1");
  if (outcome.ok) return (JSON.parse(outcome.stdout).resources ?? []).map(({ name }: { name: string }) => name);
  if (/NotFound|could not find the requested resource/.test(outcome.stderr)) return [];
  const where = kubectl.context ? `context ${kubectl.context}` : "the current context";
  const isRefused = /unauthorized|forbidden|credentials/i.test(outcome.stderr);
  throw new Failure(`${isRefused ? "the cluster refuses the credentials of" : "no cluster answers at"} ${where}: ${outcome.error}`);
}

/** One request of kubectl for all of them; those that are refused leave the others as they are. */
async function list(kubectl: Kubectl, resources: Resources, namespace?: string): Promise<Read> {
  const names = Object.keys(resources);
  if (names.length === 0) return { objects: [], refused: [] };
  const outcome = await kubectl.get([names.join(","), ...placeOf(namespace), "--output=json"]);
  const objects = itemsOf(outcome.stdout);
  if (outcome.ok && objects) return { objects, refused: [] };
  // Without a list, all of them are unknown; with one, those that kubectl speaks of.
  const lines = outcome.stderr.split("\n");
  const refused = Object.entries(resources).flatMap(([name, kind]) => {
    const line = objects ? lines.find((one) => one.includes(`"${name.split(".")[0]}"`)) : outcome.error;
    return line === undefined ? [] : [{ kind, namespace, why: whyOf(line) }];
  });
  return { objects: objects ?? [], refused };
}

/** `User "x" cannot list resource "y" …` as a person says it. */
function whyOf(line: string): string {
  const resource = /cannot (?:list|get) resource "([^"]+)"/.exec(line)?.[1];
  return resource ? `no right to list ${resource}` : redactText(line || "no answer");
}

function itemsOf(text: string): KubeObject[] | undefined {
  try {
    const answer = parseObjects(text);
    return Array.isArray(answer.items) ? answer.items : [answer];
  } catch {
    return undefined;
  }
}

/** Objects of one kind; all of them are unknown where they are refused. */
async function one(kubectl: Kubectl, kind: string, namespace: string | undefined, args: readonly string[]): Promise<Read> {
  const outcome = await kubectl.get([...args, "--output=json"]);
  if (outcome.ok && outcome.stdout.trim() === "") return { objects: [], refused: [] }; // nothing by these names
  const objects = itemsOf(outcome.stdout);
  return objects ? { objects, refused: [] } : { objects: [], refused: [{ kind, namespace, why: whyOf(outcome.error) }] };
}

/** Their labels decide about selectors of namespaces; not everybody may read them. Monitors may stand in any that is not said. */
function namespaces(kubectl: Kubectl, { namespace, monitors }: Scope): Promise<Read> {
  const names = monitors === undefined ? [] : [...new Set([namespace, monitors]), "--ignore-not-found"];
  return one(kubectl, "Namespace", undefined, ["namespaces", ...names]);
}

/** Never their values: this template prints names only, so that no value reaches this process. */
const SECRETS =
  '{{range .items}}{{.metadata.name}}{{"\\t"}}{{.type}}{{"\\t"}}{{range $k, $v := .metadata.labels}}{{$k}}={{$v}},{{end}}{{"\\t"}}{{range $k, $v := .data}}{{$k}},{{end}}{{"\\n"}}{{end}}';

async function secrets(kubectl: Kubectl, namespace: string): Promise<Read> {
  const outcome = await kubectl.get(["secrets", "--namespace", namespace, `--output=go-template=${SECRETS}`]);
  if (!outcome.ok) return { objects: [], refused: [{ kind: "Secret", namespace, why: whyOf(outcome.error) }] };
  const words = (text = "") => text.split(",").filter(Boolean);
  const objects = outcome.stdout
    .split("\n")
    .filter(Boolean)
    .map((line): Secret => {
      const [name = "", type, labels, keys] = line.split("\t");
      const pairs = words(labels).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
      return { kind: "Secret", metadata: { name, namespace, labels: Object.fromEntries(pairs) }, type, keys: words(keys) };
    });
  return { objects, refused: [] };
}

const placeOf = (namespace: string | undefined): string[] => (namespace === undefined ? ["--all-namespaces"] : ["--namespace", namespace]);

const dashboards = (kubectl: Kubectl, namespace: string | undefined): Promise<Read> =>
  one(kubectl, "ConfigMap", namespace, ["configmaps", ...placeOf(namespace), "--selector=grafana_dashboard"]);

/** By its name, where one is given: whoever deploys may see this one object and no other. */
function prometheuses(kubectl: Kubectl, { prometheus }: Scope): Promise<Read> {
  const [namespace, name] = prometheus?.split("/") ?? [];
  const named = name ? [name, ...placeOf(namespace), "--ignore-not-found"] : placeOf(undefined);
  return one(kubectl, "Prometheus", namespace, ["prometheuses.monitoring.coreos.com", ...named]);
}

async function states(kubectl: Kubectl, objects: readonly KubeObject[], scope: Scope): Promise<Record<string, PrometheusState>> {
  const found = objects.filter(({ kind }) => kind === "Prometheus") as Prometheus[];
  const entries = found.map(async (one): Promise<[string, PrometheusState]> => [keyOf(one), await stateOf(kubectl, addressOf(one, scope))]);
  return Object.fromEntries(await Promise.all(entries));
}

/** The chart's Service has the name of the Prometheus. */
export function addressOf(prometheus: Prometheus, scope: Scope): string {
  return scope.prometheus ? apiOfObject(prometheus, prometheus.metadata.name) : apiOfObject(prometheus);
}

/** Why containers ended that were started again: the last lines of the first few. */
async function logs(kubectl: Kubectl, objects: readonly KubeObject[], namespace: string): Promise<Record<string, string>> {
  const restarted = (objects.filter(({ kind }) => kind === "Pod") as Pod[]).filter(({ status }) =>
    status?.containerStatuses?.some(({ restartCount = 0, ready }) => restartCount > 0 && !ready),
  );
  const entries = restarted.slice(0, 3).map(async ({ metadata: { name } }) => {
    const { ok, stdout, error } = await kubectl.run(["--namespace", namespace, "logs", name, "--previous", "--tail=5"]);
    return [name, redactText(ok ? stdout : error).slice(-600)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const unique = (objects: readonly KubeObject[]): KubeObject[] => [
  ...new Map(objects.map((object) => [`${object.kind}/${keyOf(object)}`, object])).values(),
];

import { Failure } from "../../usage-error";
import { labelsOf, selects } from "../../workspace/kube";
import { part, textValue, type Value } from "../../workspace/yaml";
import { type Drill, drills } from "./table";

/** What is asked of kubectl: an own namespace is always among the arguments. */
export interface Cluster {
  run(args: readonly string[]): Promise<{ readonly ok: boolean; readonly stdout: string; readonly error: string }>;
}

/** Kept in the cluster while a drill is on, so that anybody can end it from anywhere. */
const RECORD = "create-devops-portfolio-drill";

export interface Running {
  readonly drill: string;
  readonly kind: string;
  readonly object: string;
  /** Where the object is: a monitor of the service may stand beside Prometheus. */
  readonly namespace: string;
  readonly path: readonly (string | number)[];
  /** What stood there; not there at all where it is undefined. */
  readonly before?: Value;
  readonly begun: string;
}

/** Namespaces whose objects are nobody's to break. */
const OTHERS = /^(kube-.*|default|monitoring|observability|argocd|istio-system|ingress-nginx|cert-manager)$/;

export function refuseForeign(namespace: string): void {
  if (OTHERS.test(namespace))
    throw new Failure(`A drill breaks something on purpose, and ${namespace} is not the namespace of your service: give --namespace.`);
}

export async function running(cluster: Cluster, namespace: string): Promise<Running | undefined> {
  const { ok, stdout, error } = await cluster.run(["get", "configmap", RECORD, "-n", namespace, "-o", "json", "--ignore-not-found"]);
  if (!ok) throw new Failure(`kubectl could not read the namespace ${namespace}: ${error}`);
  return stdout.trim() === "" ? undefined : (JSON.parse(JSON.parse(stdout).data.drill) as Running);
}

/** What the drill would change, or why it cannot be done here. */
export async function prepare(cluster: Cluster, namespace: string, name: string | undefined, service?: string): Promise<Running> {
  const now = await running(cluster, namespace);
  if (now) throw new Failure(`A drill is on since ${now.begun}. End it first: create-devops-portfolio drill end.`);
  const objects = await objectsOf(cluster, namespace, service);
  const possible = drills
    .filter((drill) => name === undefined || drill.name === name)
    .flatMap((drill) => plan(drill, objects, namespace) ?? []);
  const chosen = possible[Math.floor(Math.random() * possible.length)];
  if (!chosen) throw new Failure(`${name ? `The drill ${name}` : "Any drill"} finds nothing of ${namespace} that it could change.`);
  return chosen;
}

function plan(drill: Drill, objects: ReadonlyMap<string, Value>, namespace: string): Running | undefined {
  const object = objects.get(drill.change.object);
  const parent = part(object, ...drill.change.path.slice(0, -1));
  const before = part(object, ...drill.change.path);
  const after = drill.change.to(before);
  if (!object || parent === undefined || (after === undefined && before === undefined)) return undefined;
  return {
    drill: drill.name,
    kind: drill.change.object,
    object: object.metadata.name,
    namespace: object.metadata.namespace ?? namespace,
    path: drill.change.path,
    before,
    begun: new Date().toISOString(),
  };
}

/** The Service, the Deployment behind it and the ServiceMonitor before it. */
async function objectsOf(cluster: Cluster, namespace: string, wanted?: string): Promise<ReadonlyMap<string, Value>> {
  const list = async (kind: string): Promise<Value[]> => {
    const { ok, stdout } = await cluster.run(["get", kind, "-n", namespace, "-o", "json"]);
    return ok ? (JSON.parse(stdout).items as Value[]) : [];
  };
  const services = (await list("services")).filter((one) => wanted === undefined || one.metadata.name === wanted);
  const workloads = await list("deployments.apps");
  const behind = (one: Value) =>
    workloads.find(
      (workload) =>
        part(one, "spec", "selector") &&
        selects({ matchLabels: one.spec.selector }, labelsOf(part(workload, "spec", "template", "metadata", "labels"))),
    );
  const served = services.filter(behind);
  if (served.length !== 1)
    throw new Failure(
      served.length === 0
        ? `No Service with a Deployment behind it is in the namespace ${namespace}.`
        : `Several are in ${namespace}: give --service ${served.map((one) => textValue(one.metadata.name)).join(" or ")}.`,
    );
  const [one] = served;
  const monitor = (await monitors(cluster)).find((found) => watchesOnly(found, namespace, one));
  return new Map<string, Value>([
    ["Service", one],
    ["Deployment", behind(one)],
    ...(monitor ? [["ServiceMonitor", monitor] as [string, Value]] : []),
  ]);
}

async function monitors(cluster: Cluster): Promise<Value[]> {
  const { ok, stdout } = await cluster.run(["get", "servicemonitors.monitoring.coreos.com", "-A", "-o", "json"]);
  return ok ? (JSON.parse(stdout).items as Value[]) : [];
}

/** Whether a monitor is this Service's and nobody else's: one that looks into other namespaces, too, is left alone. */
function watchesOnly(monitor: Value, namespace: string, service: Value): boolean {
  const names = part(monitor, "spec", "namespaceSelector", "matchNames") ?? [part(monitor, "metadata", "namespace")];
  return (
    JSON.stringify(names) === JSON.stringify([namespace]) &&
    part(monitor, "spec", "namespaceSelector", "any") !== true &&
    selects(part(monitor, "spec", "selector"), labelsOf(part(service, "metadata", "labels")))
  );
}

export async function begin(cluster: Cluster, namespace: string, plan: Running): Promise<void> {
  const { change } = drillOf(plan.drill);
  // First what undoes it: whatever happens then can be ended.
  await must(cluster, ["create", "configmap", RECORD, "-n", namespace, `--from-literal=drill=${JSON.stringify(plan)}`]);
  try {
    await put(cluster, plan, change.to(plan.before));
  } catch (error) {
    await cluster.run(["delete", "configmap", RECORD, "-n", namespace, "--ignore-not-found"]);
    throw error;
  }
}

export async function end(cluster: Cluster, namespace: string): Promise<Running | undefined> {
  const now = await running(cluster, namespace);
  if (!now) return undefined;
  await put(cluster, now, now.before);
  await must(cluster, ["delete", "configmap", RECORD, "-n", namespace, "--ignore-not-found"]);
  return now;
}

/** Sets a part, whatever stands there by now: whoever found the fault may have mended it already. */
async function put(cluster: Cluster, { kind, object, namespace, path }: Running, value: Value): Promise<void> {
  const { ok, stdout, error } = await cluster.run(["get", kind.toLowerCase(), object, "-n", namespace, "-o", "json"]);
  if (!ok) throw new Failure(`${kind}/${object} cannot be read: ${error}`);
  const current = part(JSON.parse(stdout), ...path);
  if (JSON.stringify(current) === JSON.stringify(value)) return;
  const pointer = `/${path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
  const op =
    value === undefined ? { op: "remove", path: pointer } : { op: current === undefined ? "add" : "replace", path: pointer, value };
  await must(cluster, ["patch", kind.toLowerCase(), object, "-n", namespace, "--type=json", "-p", JSON.stringify([op])]);
}

async function must(cluster: Cluster, args: readonly string[]): Promise<void> {
  const { ok, error } = await cluster.run(args);
  if (!ok) throw new Failure(`kubectl ${args.slice(0, 3).join(" ")}: ${error}`);
}

export const drillOf = (name: string): Drill => drills.find((drill) => drill.name === name)!;

/** Whether an answer names it, and what to write into INTERVIEW.md. */
export function grade({ drill, begun }: Running, answer: string, now = new Date()): { right: boolean; line: string } {
  const { answer: truth, words, link } = drillOf(drill);
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(begun)) / 1000));
  const took = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const right = words.test(answer) || answer.trim() === link;
  return { right, line: `- ${now.toISOString().slice(0, 10)}, drill ${drill}: ${truth}; ${right ? "found" : "not found"} after ${took}.` };
}

import { type KubeObject, labelsOf } from "./kube";
import { mapOf, type Value } from "./yaml";

export function matches(object: KubeObject, { apiVersion, kind, name, labelSelector }: Value): boolean {
  if (apiVersion && apiVersion !== object.apiVersion) return false;
  const pattern = (text: string) => new RegExp(`^(?:${text})$`);
  try {
    if (kind && !pattern(kind).test(object.kind)) return false;
    if (name && !pattern(name).test(object.name)) return false;
  } catch {
    return object.name === name;
  }
  if (!labelSelector) return true;
  return String(labelSelector)
    .split(",")
    .every((pair) => object.labels[pair.split("=")[0]!] === pair.split("=")[1]);
}

/** Lists whose items Kubernetes tells apart by a name. */
export function mergePatch(known: Value, patch: Value): Value {
  if (Array.isArray(known) && Array.isArray(patch)) return mergeLists(known, patch);
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const result: Record<string, Value> = { ...mapOf(known) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (key !== "$patch") result[key] = mergePatch(result[key], value);
  }
  return result;
}

function mergeLists(known: Value[], patch: Value[]): Value[] {
  const key = ["name", "containerPort", "port", "mountPath"].find((candidate) =>
    [...known, ...patch].every((item) => item && typeof item === "object" && candidate in item),
  );
  if (!key) return patch;
  const merged = known
    .map((item) => patch.find((other) => other[key] === item[key]) ?? item)
    .map((item, at) => (item === known[at] ? item : mergePatch(known[at], item)));
  return [...merged, ...patch.filter((item) => !known.some((other) => other[key] === item[key]))].filter(
    (item) => item.$patch !== "delete",
  );
}

export function applyJsonPatch(value: Value, operations: Value[]): Value {
  for (const { op, path, value: given } of operations) {
    const steps = String(path ?? "")
      .split("/")
      .slice(1)
      .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = steps.pop();
    const into = steps.reduce<Value>((found, step) => found?.[step], value);
    if (last === undefined || into === null || typeof into !== "object") continue;
    if (op === "remove") Array.isArray(into) ? into.splice(Number(last), 1) : delete into[last];
    else if (Array.isArray(into) && op === "add") last === "-" ? into.push(given) : into.splice(Number(last), 0, given);
    else into[last] = given;
  }
  return value;
}

export function withLabels(value: Value, onTop: Value, everywhere: Value): Value {
  value.metadata = { ...value.metadata, labels: { ...labelsOf(value.metadata?.labels), ...onTop } };
  if (Object.keys(everywhere).length === 0 || !value.spec) return value;
  if (value.spec.template)
    value.spec.template.metadata = { ...value.spec.template.metadata, labels: { ...value.spec.template.metadata?.labels, ...everywhere } };
  if (value.kind === "Service" && value.spec.selector) value.spec.selector = { ...value.spec.selector, ...everywhere };
  else if (value.spec.selector?.matchLabels && value.spec.template)
    value.spec.selector.matchLabels = { ...value.spec.selector.matchLabels, ...everywhere };
  return value;
}

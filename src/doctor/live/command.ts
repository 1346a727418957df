import type { KubeObject, Selector } from "../../live/kube";
import type { View } from "../../live/snapshot";

/** With the context that was looked at, if one was named. */
const kubectlIn = ({ snapshot: { context } }: View, namespace: string | undefined): string =>
  `kubectl${context ? ` --context ${context}` : ""}${namespace ? ` -n ${namespace}` : ""}`;

/**
 * The command that does something to an object, as one types it.
 *
 * @param what a patch, merged or as a list of operations; or arguments
 */
export function kubectl(view: View, { kind, metadata }: KubeObject, verb: string, what?: string | object): string {
  const patch = typeof what === "object" ? `--type=${Array.isArray(what) ? "json" : "merge"} -p '${JSON.stringify(what)}'` : what;
  return [kubectlIn(view, metadata.namespace), verb, kind.toLowerCase(), metadata.name, patch].filter(Boolean).join(" ");
}

/** Any other command in a namespace. */
export const inNamespace = (view: View, namespace: string, command: string): string => `${kubectlIn(view, namespace)} ${command}`;

/**
 * What to do about an object that a selector of Prometheus does not select.
 *
 * @param option of the chart of the monitoring, for a selector that names no labels that one could give
 */
export function labelFix(view: View, object: KubeObject, selector: Selector | undefined, option: string): string {
  const wanted = Object.entries(selector?.matchLabels ?? {}).map((pair) => pair.join("="));
  if (wanted.length === 0)
    return `Set prometheus.prometheusSpec.${option} in the values of the monitoring: {} selects every ${object.kind}`;
  return `Give it the labels that Prometheus selects, in its chart and now: ${kubectl(view, object, "label", `${wanted.join(" ")} --overwrite`)}`;
}

import type { KubeObject } from "../../live/kube";
import type { View } from "../../live/snapshot";

/**
 * The command that does something to an object, as one types it: with the context that was looked at, if one was named.
 *
 * @param what a patch, merged or as a list of operations; or arguments
 */
export function kubectl(view: View, { kind, metadata }: KubeObject, verb: string, what?: string | object): string {
  const { context } = view.snapshot;
  const place = metadata.namespace ? ` -n ${metadata.namespace}` : "";
  const patch = typeof what === "object" ? `--type=${Array.isArray(what) ? "json" : "merge"} -p '${JSON.stringify(what)}'` : what;
  const words = ["kubectl", context && `--context ${context}`].filter(Boolean).join(" ");
  return [`${words}${place}`, verb, kind.toLowerCase(), metadata.name, patch].filter(Boolean).join(" ");
}

/** Any other command in a namespace. */
export const inNamespace = (view: View, namespace: string, command: string): string =>
  `kubectl${view.snapshot.context ? ` --context ${view.snapshot.context}` : ""} -n ${namespace} ${command}`;

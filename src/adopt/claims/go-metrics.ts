import type { MetricsNames } from "../../portfolio/metrics-names";
import { CLIENT_EDGES } from "../../portfolio/metrics-profiles";
import type { Place } from "../../workspace/yaml";
import { argumentsOf, literal, splitArguments } from "../code";
import type { ServiceFiles } from "../service-files";

export interface OwnNames {
  readonly names: MetricsNames;
  readonly place: Place;
}

/**
 * The histogram that `promhttp.InstrumentHandlerDuration` fills in a program in Go: the handler knows the labels code and method, and no
 * other. Nothing where there is more than one, or where it is not written plainly.
 */
export function goHistogram(service: ServiceFiles): OwnNames | undefined {
  const [use, ...more] = service.matches(/\.go$/, /\bpromhttp\.InstrumentHandlerDuration\(/g);
  if (!use || more.length > 0) return undefined;
  const [variable = ""] = splitArguments(argumentsOf(service.code(use.file), use.match));
  if (!/^\w+$/.test(variable)) return undefined;
  const definition = new RegExp(`\\b${variable}\\s*(?::?=|=)\\s*(?:prometheus|promauto)\\.NewHistogramVec\\(`, "g");
  const [found, ...others] = service.matches(/\.go$/, definition);
  if (!found || others.length > 0) return undefined;
  const [settings = "", labels = ""] = splitArguments(argumentsOf(service.code(found.file), found.match));
  const name = literal(/\bName:\s*("[^"]*")/.exec(settings)?.[1]);
  const edges = edgesOf(settings);
  const told = [...labels.matchAll(/"(\w+)"/g)].map(([, label]) => label!);
  if (name === undefined || !edges || /\b(Namespace|Subsystem|NativeHistogram\w*):/.test(settings) || !told.includes("code"))
    return undefined;
  const method = told.includes("method") && { method: "method" };
  return { names: { histogram: name, status: "code", ...method, edges }, place: found.place };
}

function edgesOf(settings: string): number[] | undefined {
  const written = /\bBuckets:\s*([^\n]+?),?\s*(?:\n|\}$|$)/.exec(settings)?.[1];
  if (written === undefined || written === "prometheus.DefBuckets") return [...CLIENT_EDGES]; // prometheus.DefBuckets
  const list = /^\[\]float64\{([\d.,\s]+)\}$/.exec(written)?.[1];
  return list
    ?.split(",")
    .map((edge) => edge.trim())
    .filter(Boolean)
    .map(Number);
}

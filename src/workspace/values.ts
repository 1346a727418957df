import { parse } from "yaml";
import { mapOf, type Value } from "./yaml";

/** As Helm merges values: maps by key, the rest replaced, null removes. */
export function mergeValues(known: Value, more: Value): Value {
  if (more === undefined || more === null) return known;
  const result: Record<string, Value> = { ...mapOf(known) };
  for (const [key, value] of Object.entries(mapOf(more))) {
    if (value === null) delete result[key];
    else if (value && typeof value === "object" && !Array.isArray(value)) result[key] = mergeValues(mapOf(result[key]), value);
    else result[key] = value;
  }
  return result;
}

/** `a.b=c,d[0]=e` as `--set` reads it. */
export function setValues(text: string): Value {
  const result: Record<string, Value> = {};
  for (const pair of text.split(/(?<!\\),(?=[^{}]*(?:\{|$))/)) {
    const at = pair.indexOf("=");
    if (at < 1) continue;
    const steps = pair
      .slice(0, at)
      .split(/(?<!\\)\./)
      .map((step) => step.replaceAll("\\.", "."));
    let into = result;
    for (const step of steps.slice(0, -1)) {
      into[step] = mapOf(into[step]);
      into = into[step];
    }
    into[steps.at(-1)!] = scalar(pair.slice(at + 1));
  }
  return result;
}

function scalar(text: string): Value {
  if (!/^(true|false|null|-?\d+)$/.test(text)) return text;
  return parse(text);
}

import type { Declared } from "../../workspace/metrics";
import { literally } from "../../workspace/patterns";
import type { SourceFile } from "../../workspace/repository";
import { appIn } from "../../workspace/source";
import type { Check, Sight } from "../finding";

export const e54: Check = {
  id: "E54",
  title: "A metric is given other labels than it was declared with",
  story:
    'Symptom: every request to that handler answers 500: `ValueError: Incorrect label count`, `counter metric is missing label values`, `Added label "x" is not included in initial labelset`. A metric takes exactly the labels of its declaration.',
  *detect(workspace) {
    for (const repository of workspace.repositories) {
      for (const metric of appIn(repository, "").metrics) {
        if (metric.labels === undefined) continue;
        const { file } = metric.place;
        const variable = variableOf(metric);
        if (variable && file.name.endsWith(".py")) yield* inPython(file, variable, metric.labels);
        else if (variable) yield* inNode(file, variable, metric.labels);
      }
    }
  },
};

/** The name that holds the metric, if its declaration stands right behind it and there is only one such. */
function variableOf({ place, name }: Declared): string | undefined {
  const { lines, text } = place.file;
  const line = [lines[place.line - 1] ?? "", lines[place.line - 2] ?? ""].join("\n");
  const variable = /(?:const|let|var)?\s*\b(\w+)\s*(?::[^=\n]+)?=\s*(?:new\s+)?[\w.]*(?:Counter|Gauge|Histogram|Summary)\b/.exec(line)?.[1];
  if (!variable || !text.includes(name)) return undefined;
  const bindings = text.match(new RegExp(`(?<![\\w.])${variable}\\s*(?::[^=\\n]+)?=(?!=)`, "g")) ?? [];
  return bindings.length === 1 ? variable : undefined;
}

function sight(file: SourceFile, index: number, variable: string, labels: readonly string[], cause: string): Sight {
  const line = file.text.slice(0, index).split("\n").length;
  return {
    severity: "error",
    place: { file, line },
    evidence: file.lines[line - 1]!.trim(),
    cause,
    fix:
      labels.length > 0
        ? `Give ${variable} exactly these: ${labels.join(", ")}.`
        : `Take the labels out, or declare them with ${variable}.`,
  };
}

function* inPython(file: SourceFile, variable: string, labels: readonly string[]): Generator<Sight> {
  for (const match of file.text.matchAll(
    new RegExp(`(?<![\\w.])${literally(variable)}\\.labels\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)`, "g"),
  )) {
    const given = splitArguments(match[1]!);
    if (given.some((one) => one.startsWith("*"))) continue;
    const names = given.map((one) => /^(\w+)\s*=(?!=)/.exec(one)?.[1]);
    const unknown = names.find((name) => name !== undefined && !labels.includes(name));
    if (given.length === labels.length && unknown === undefined) continue;
    yield sight(
      file,
      match.index,
      variable,
      labels,
      `${variable} has the labels ${labels.join(", ") || "(none)"}, and this gives ${given.length}${unknown ? ` with ${unknown}` : ""}, so it raises ValueError`,
    );
    return;
  }
  const bare = labels.length > 0 && new RegExp(`(?<![\\w.])${literally(variable)}\\.(?:inc|observe|set|dec|time)\\(`).exec(file.text);
  if (bare)
    yield sight(
      file,
      bare.index,
      variable,
      labels,
      `${variable} was declared with labels, and without their values this raises ValueError`,
    );
}

function* inNode(file: SourceFile, variable: string, labels: readonly string[]): Generator<Sight> {
  for (const match of file.text.matchAll(
    new RegExp(`(?<![\\w.])${literally(variable)}\\s*\\.(?:inc|observe|set|startTimer|labels)\\(\\s*\\{([^{}]*)\\}`, "g"),
  )) {
    const names = splitArguments(match[1]!).map((one) => /^["']?(\w+)["']?\s*(?::|$)/.exec(one)?.[1]);
    if (names.some((name) => name === undefined)) continue;
    const unknown = names.find((name) => !labels.includes(name!));
    if (unknown === undefined) continue;
    yield sight(file, match.index, variable, labels, `${variable} has no label ${unknown}, so prom-client throws here`);
    return;
  }
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[([{]|[)\]}]|,|[^"'`,()[\]{}]+/g)) {
    if (/^[([{]$/.test(token)) depth++;
    if (/^[)\]}]$/.test(token)) depth--;
    if (token === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else part += token;
  }
  return [...parts, part].map((one) => one.trim()).filter(Boolean);
}

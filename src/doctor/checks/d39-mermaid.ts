import type { Place } from "../../workspace/yaml";
import type { Check, Repair, Sight } from "../finding";

export const d39: Check = {
  id: "D39",
  title: "A Mermaid diagram that does not parse",
  story:
    "Symptom: GitHub shows `Unable to render rich display` and `Parse error on line 3: ... got 'PS'`. In a flowchart, a label with parentheses, braces, `@` or a leading slash must stand in quotes, and `end` in lower case is no node.",
  *detect(workspace) {
    for (const document of workspace.documents) {
      for (const { language, text, line, closed } of document.blocks) {
        if (language === "mermaid" && closed) yield* diagramSights(text, (at) => document.at(line + at));
      }
    }
    for (const file of workspace.files.filter(({ name }) => /\.(mmd|mermaid)$/.test(name)))
      yield* diagramSights(file.text, (at) => ({ file, line: at + 1 }));
  },
};

function* diagramSights(text: string, place: (at: number) => Place): Generator<Sight> {
  const lines = text.split("\n");
  const head = lines.findIndex((line) => line.trim() !== "" && !/^\s*(%%|---|title:|config:)/.test(line));
  if (head < 0 || !/^\s*(graph|flowchart)\b/.test(lines[head]!)) return;
  for (let at = head + 1; at < lines.length; at++) {
    const problem = problemOf(lines[at]!);
    if (!problem) continue;
    yield {
      severity: "error",
      place: place(at),
      repair: quoted(lines[at]!, place(at)),
      evidence: lines[at]!.trim(),
      cause: `Mermaid cannot parse this line: ${problem}, so the whole diagram is not drawn`,
      fix: 'Put the label in quotes: A["git push (app)"].',
    };
    return;
  }
}

/** The label in quotes, where the line has just one in plain brackets that holds round ones. */
function quoted(line: string, at: Place): Repair | undefined {
  const labels = [...line.matchAll(/(?<=[\w-])\[(?![[(/\\|"])([^\][{}"]*\([^\][{}"]*)\]/g)];
  return labels.length === 1 ? { place: at, from: labels[0]![0], to: `["${labels[0]![1]}"]` } : undefined;
}

function problemOf(source: string): string | undefined {
  const line = source.replace(/%%.*$/, "").trim();
  if (/^(classDef|class|style|linkStyle|click|subgraph|end\b|direction|accTitle|accDescr)/.test(line)) return undefined;
  const plain = line
    .replace(/"[^"]*"/g, '""')
    .replace(/\|[^|]*\|/g, "||")
    .replace(/<br\s*\/?>/gi, " ");
  if (/(?:^|-->|---)\s*end\s*(?:$|-->|---|\[|\()/.test(plain)) return "`end` closes a subgraph and cannot be a node";
  // Shapes of a node, from the longest bracket: what stands in them must not open another one.
  for (const [, label] of plain.matchAll(/(?<=[\w-])\[(?![[(/\\|])([^\]"]*)\]/g)) {
    if (/[(){}]/.test(label!)) return `the label [${label}] holds brackets without quotes`;
  }
  for (const [, label] of plain.matchAll(/(?<=[\w-])\[\/([^\]"]*)\]/g)) {
    if (!/[/\\]$/.test(label!)) return `the label [/${label}] begins with a slash, which opens another shape`;
  }
  for (const [, label] of plain.matchAll(/(?<=[\w-])\((?![[(])([^)"]*)\)/g))
    if (/[({[]/.test(label!)) return `the label (${label}) holds brackets without quotes`;
  for (const [, label] of plain.matchAll(/(?<=[\w-])\{(?![{!])([^}"]*)\}/g))
    if (/[([{]/.test(label!)) return `the label {${label}} holds brackets without quotes`;
  return undefined;
}

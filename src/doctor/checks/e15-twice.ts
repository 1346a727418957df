import { literally } from "../../workspace/patterns";
import type { SourceFile } from "../../workspace/repository";
import { appIn } from "../../workspace/source";
import type { Check, Sight } from "../finding";

export const e15: Check = {
  id: "E15",
  title: "A metric is counted twice for one request",
  story:
    "Symptom: the rate of requests is twice what the load test sends. The handler counts, and what runs around every handler (after_request, a middleware) counts the same request again.",
  *detect(workspace) {
    for (const repository of workspace.repositories) {
      for (const { place, name } of appIn(repository, "").metrics) {
        const variable = new RegExp(
          `\\b(\\w+)\\s*(?::[^=\\n]+)?=\\s*(?:new\\s+)?[\\w.]*(?:Counter|Histogram|Summary)[^\\n]*(?:\\n[^\\n]*)?["'\`]${literally(name)}`,
        ).exec(place.file.text)?.[1];
        if (variable && place.file.name.endsWith(".py")) yield* inPython(place.file, variable);
      }
    }
  },
};

interface Use {
  readonly around: boolean;
  readonly handler: boolean;
  readonly index: number;
}

function* inPython(file: SourceFile, variable: string): Generator<Sight> {
  const uses = usesIn(file, variable);
  const around = uses.find((use) => use.around);
  const inside = uses.find((use) => use.handler);
  if (!around || !inside) return;
  const line = file.text.slice(0, inside.index).split("\n").length;
  yield {
    severity: "warning",
    place: { file, line },
    evidence: `${file.lines[line - 1]!.trim()}; again in line ${file.text.slice(0, around.index).split("\n").length}`,
    cause: `${variable} is counted by this handler, and again by what runs around every handler`,
    fix: "Count in one place: around every handler.",
  };
}

/** Each function that counts with it, and whether it runs for one route or for all. */
function usesIn({ text }: SourceFile, variable: string): Use[] {
  const found: Use[] = [];
  const starts = [...text.matchAll(/^((?:[ \t]*@[^\n]+\n)*)[ \t]*(?:async )?def \w+\([^)]*\)[^\n]*:[ \t]*$/gm)];
  for (const [at, match] of starts.entries()) {
    const body = text.slice(match.index, starts[at + 1]?.index ?? text.length);
    const use = new RegExp(`(?<![\\w.])${literally(variable)}\\.(?:labels\\([\\s\\S]{0,200}?\\)\\.)?(?:inc|observe)\\(`).exec(body);
    if (!use) continue;
    const decorators = match[1]!;
    found.push({
      around: /after_request|middleware\(\s*["']http/.test(decorators),
      handler: /\.(route|get|post|put|delete|patch)\(/.test(decorators),
      index: match.index + use.index,
    });
  }
  return found;
}

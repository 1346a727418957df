import type { SourceFile } from "../../workspace/repository";
import { SOURCE } from "../../workspace/source";
import type { Check } from "../finding";

export const d07: Check = {
  id: "D07",
  title: "Metrics are answered with a Content-Type that Prometheus 3 refuses",
  story:
    'Symptom: the target is DOWN with `received unsupported Content-Type "text/html; charset=utf-8" and no fallback_scrape_protocol specified for target` or `non-compliant scrape target sending blank Content-Type`. Flask and Express call a plain string HTML; Prometheus 3 no longer guesses.',
  *detect(workspace) {
    const fallback = workspace.files.some(
      ({ text, name }) => /\.ya?ml$|\.tf$/.test(name) && /fallbackScrapeProtocol|fallback_scrape_protocol/.test(text),
    );
    const scraped =
      workspace.objects.some(({ kind }) => kind === "ServiceMonitor" || kind === "PodMonitor") ||
      workspace.files.some(({ text, name }) => /\.ya?ml$/.test(name) && /scrape_configs:|prometheus\.io\/scrape/.test(text));
    for (const file of workspace.files.filter(
      ({ path, size }) => SOURCE.test(path) && size < 300_000 && !/(^|\/)(tests?|node_modules)\//.test(path),
    )) {
      const line = file.name.endsWith(".py") ? inPython(file) : /\.[mc]?[jt]s$/.test(file.name) ? inNode(file) : undefined;
      if (line === undefined || fallback) continue;
      yield {
        severity: scraped ? "error" : "warning",
        place: { file, line },
        evidence: file.lines[line - 1]!.trim(),
        cause: "The metrics are sent without Prometheus' own Content-Type, so Prometheus 3 refuses the scrape",
        fix: file.name.endsWith(".py")
          ? "Return them with the type: Response(generate_latest(), mimetype=CONTENT_TYPE_LATEST)."
          : 'Set it first: res.set("Content-Type", register.contentType).',
      };
    }
  },
};

function inPython({ text }: SourceFile): number | undefined {
  if (!/prometheus_client/.test(text) || !/\bFlask\(|\bBlueprint\(|FastAPI\(|APIRouter\(/.test(text)) return undefined;
  const flask = /\bFlask\(|\bBlueprint\(/.test(text);
  for (const match of text.matchAll(
    /^[ \t]*return\s+(?:(?:flask\.)?(Response|make_response)\()?\s*(?:prometheus_client\.)?generate_latest\(([^\n]*)$/gm,
  )) {
    const statement = text.slice(match.index, match.index + 300).split(/\n\s*\n|\n(?=@|def |app\b)/)[0]!;
    if (/content_type|mimetype|media_type|CONTENT_TYPE|headers|text\/plain/i.test(statement)) continue;
    if (!flask && match[1] === undefined) continue;
    const before = text.slice(0, match.index).split("\n");
    if (/PlainTextResponse/.test(before.slice(-6).join("\n"))) continue;
    return before.length;
  }
  return undefined;
}

function inNode({ text }: SourceFile): number | undefined {
  if (!/prom-client/.test(text) || !/express/.test(text)) return undefined;
  const match =
    /\b(?:res|response)\.(?:send|end|status\(200\)\.send)\(\s*(?:await\s+)?[\w.]*(?:register|registry|Registry|client\.register)\w*\.metrics\(\)/.exec(
      text,
    );
  if (!match) return undefined;
  const around = text.slice(Math.max(0, match.index - 500), match.index + 100);
  return /content-?type|\.type\(/i.test(around) ? undefined : text.slice(0, match.index).split("\n").length;
}

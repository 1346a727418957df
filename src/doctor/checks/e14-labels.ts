import { SOURCE } from "../../workspace/source";
import type { Check } from "../finding";

/** What a client sends, as it is. */
const RAW =
  /\b(?:request\.(?:path|url(?:\.path)?|full_path)|req\.(?:path|url|originalUrl)|r\.URL\.(?:Path|String\(\))|request\.getRequestURI\(\)|ctx\.(?:path|url))(?![\w.])/;

export const e14: Check = {
  id: "E14",
  title: "A metric has the raw path as a label",
  story:
    "Symptom: the number of series grows with every address that a client or a scanner tries, until Prometheus runs out of memory. A label needs few values: the pattern of the route, not the path.",
  *detect(workspace) {
    for (const file of workspace.files) {
      if (!SOURCE.test(file.name) || file.size > 300_000 || /(^|[/._-])tests?[/._-]/.test(file.path)) continue;
      const match = /(?:\.labels\(|WithLabelValues\(|\.(?:inc|observe|startTimer)\(\s*\{)[^;\n]{0,200}/g;
      const variable = new RegExp(`\\b(\\w+)\\s*:?=\\s*(${RAW.source})`).exec(file.text)?.[1];
      const found = [...file.text.matchAll(match)].find(
        ([call]) => RAW.test(call) || (variable !== undefined && new RegExp(`\\b${variable}\\b`).test(call.replace(/^\.\w+/, ""))),
      );
      if (!found || /path_template|url_rule|req\.route|route\.path|RoutePattern|FullPath\(\)/.test(file.text)) continue;
      yield {
        severity: "warning",
        place: { file, line: file.text.slice(0, found.index).split("\n").length },
        evidence: found[0],
        cause: "Each path that is ever asked becomes a series of its own",
        fix: "Use the pattern of the route (request.url_rule, req.route.path), and one value for what matches none.",
      };
    }
  },
};

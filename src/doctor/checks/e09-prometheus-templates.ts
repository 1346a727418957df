import type { Check } from "../finding";

export const e09: Check = {
  id: "E09",
  title: "{{ $value }} or {{ $labels }} unescaped in a Helm template",
  story:
    'Symptom: `parse error at (chart/templates/rules.yaml:20): undefined variable "$labels"`. Helm reads the braces that were meant for Prometheus.',
  *detect(workspace) {
    for (const chart of workspace.charts) {
      for (const file of chart.templates) {
        const { text } = file;
        for (const match of text.matchAll(/\{\{-?\s*(\$(?:value|labels|externalLabels)\b(?!\s*:?=)[^}]*)\}\}/g)) {
          const before = text.slice(0, match.index);
          if (
            new RegExp(`\\$${/\$(\w+)/.exec(match[1]!)![1]}\\s*(?:,\\s*\\$\\w+\\s*)?:=`).test(before) ||
            /\{\{-?\s*(`|"|')[^}]*$/.test(before.slice(-200).split("\n").at(-1)!)
          )
            continue;
          if ((before.match(/\{\{-?\s*`/g)?.length ?? 0) > (before.match(/`\s*-?\}\}/g)?.length ?? 0)) continue;
          yield {
            severity: "error",
            place: { file, line: before.split("\n").length },
            evidence: match[0],
            cause: "Helm knows no such variable and refuses the whole chart",
            fix: `Write {{ \`${match[0]}\` }}.`,
          };
          break;
        }
      }
    }
  },
};

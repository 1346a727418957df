import { wrapped } from "../reports/table";
import type { LiveDiagnosis } from "./examine";
import type { LiveFinding } from "./finding";

const MARKS = { error: "BROKEN", warning: "warning", note: "note" };

/** For people: the broken link first, with the fix; nothing is folded that one may want to copy. */
export function liveText({ findings, unchecked, proven }: LiveDiagnosis, width: number): string {
  const lines = [
    ...proven.map((line) => `ok  ${line}`.trimEnd()),
    ...findings.flatMap((finding) => block(finding, width)),
    ...unchecked.map((text) => `not checked: ${text}`),
  ];
  const broken = findings.filter(({ severity }) => severity === "error");
  if (broken[0]) lines.push(`More: create-devops-portfolio doctor explain ${broken[0].link}`);
  else if (proven.length === 0) lines.push(`no errors, ${findings.length} other findings`);
  return `${lines.join("\n")}\n`;
}

function block({ severity, link, cause, object, field, evidence, fix }: LiveFinding, width: number): string[] {
  return [
    `${MARKS[severity]}: ${link}: ${cause.trim()}`,
    `  fix: ${fix}`,
    `  at: ${object}${field ? ` ${field}` : ""}`,
    ...(evidence && !cause.includes(evidence) ? wrapped(`found: ${evidence.replace(/\s+/g, " ").trim()}`, "  ", width) : []),
  ];
}

export const liveJson = ({ findings, unchecked, proven }: LiveDiagnosis): string =>
  `${JSON.stringify({ version: 1, findings, notChecked: unchecked, proven }, null, 2)}\n`;

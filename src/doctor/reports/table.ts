import type { Diagnosis } from "../run";

const MARKS = { error: "error  ", warning: "warning", note: "note   " };

/** For people: each finding in a block that fits a terminal. */
export function table({ findings, unchecked, silenced }: Diagnosis, width = 80): string {
  const lines: string[] = [];
  for (const { id, severity, file, line, evidence, cause, fix } of findings) {
    lines.push(`${MARKS[severity]} ${id.padEnd(4)} ${file}:${line}`);
    lines.push(
      ...wrapped(cause, "  ", width),
      ...(evidence ? wrapped(`found: ${evidence}`, "  ", width) : []),
      ...wrapped(`fix: ${fix}`, "  ", width),
      "",
    );
  }
  for (const text of unchecked) lines.push(...wrapped(`not checked: ${text}`, "", width));
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const summary = `${plural(count("error"), "error")}, ${plural(count("warning"), "warning")}, ${plural(count("note"), "note")}`;
  lines.push(`${summary}${silenced > 0 ? `; ${silenced} silenced by a comment` : ""}`);
  if (findings.length > 0) lines.push(`More about one: create-devops-portfolio doctor explain ${findings[0]!.id}`);
  return `${lines.join("\n")}\n`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

export function wrapped(text: string, indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.length + word.length + 1 > width && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = `${indent}  `;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

import type { Diagnosis } from "../run";

export function json({ findings, unchecked, silenced }: Diagnosis): string {
  return `${JSON.stringify({ version: 1, findings, notChecked: unchecked, silenced }, null, 2)}\n`;
}

import { TemplateError } from "./template-values";

/** Pieces of a template: text, and actions between braces with their trim marks applied. */
export function* pieces(text: string): Generator<{ text: string; line: number; action: boolean }> {
  const pattern = /\{\{(-(?=\s))?(\s*\/\*[\s\S]*?\*\/\s*-?|(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|[^"`])*?)\}\}/g;
  let from = 0;
  let line = 1;
  let trim = false;
  const lineAfter = (part: string, at: number) => at + (part.match(/\n/g)?.length ?? 0);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const before = text.slice(from, match.index);
    yield { ...trimmed(before, line, trim, match[1] !== undefined), action: false };
    line = lineAfter(before, line);
    const body = match[2]!;
    trim = /(^|\s)-$/.test(body) || /\*\/-$/.test(body);
    yield { text: trim ? body.slice(0, -1) : body, line, action: true };
    line = lineAfter(match[0], line);
    from = pattern.lastIndex;
  }
  const rest = text.slice(from);
  if (rest.includes("{{")) throw new TemplateError("unclosed action", line + (rest.slice(0, rest.indexOf("{{")).match(/\n/g)?.length ?? 0));
  yield { ...trimmed(rest, line, trim, false), action: false };
}

function trimmed(text: string, line: number, start: boolean, end: boolean): { text: string; line: number } {
  const kept = start ? text.trimStart() : text;
  const skipped = text.slice(0, text.length - kept.length).match(/\n/g)?.length ?? 0;
  return { text: end ? kept.trimEnd() : kept, line: line + skipped };
}

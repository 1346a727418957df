/** A text as one word of a command that a person may copy: in single quotes unless it needs none. */
export function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

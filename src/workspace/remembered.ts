/**
 * What a function makes of a text, kept for the next time: repositories that lie side by side say the same again and again. Everything is forgotten
 * when the texts together are longer than `limit`, so that memory stays flat. Nobody may change what it returns.
 */
export function remembered<T>(limit: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  let size = 0;
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    if (size + text.length > limit) {
      known.clear();
      size = 0;
    }
    const made = make(text);
    known.set(text, made);
    size += text.length;
    return made;
  };
}

import fc from "fast-check";

/** What a person may do to the lines of a text. The lines that they write are new to it, each of its own. */
export interface Edited {
  readonly text: string;
  /** Lines that only the person wrote. */
  readonly lines: readonly string[];
}

interface Edit {
  readonly at: number;
  readonly kind: "insert" | "replace" | "delete" | "append";
  readonly count: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(1_000),
  kind: fc.constantFrom("insert", "replace", "delete", "append"),
  count: fc.integer({ min: 1, max: 4 }),
});

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(edit, { minLength: 1, maxLength: 5 });

/** Applies edits, in a hand that is told from any other by `who`. */
export function applyEdits(text: string, list: readonly Edit[], who: string): Edited {
  const lines = text.split("\n");
  let number = 0;
  for (const { at, kind, count } of list) {
    const position = kind === "append" ? Math.max(0, lines.length - 1) : at % lines.length;
    const added = kind === "delete" ? [] : Array.from({ length: count }, () => `# ${who} wrote line ${number++}`);
    lines.splice(position, kind === "insert" || kind === "append" ? 0 : count, ...added);
  }
  const edited = lines.join("\n");
  return { text: edited, lines: edited.split("\n").filter((line) => line.startsWith(`# ${who} wrote`)) };
}

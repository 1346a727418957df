/** What a title or an author's name must not hold, each with what to say of it. */
const harms: readonly (readonly [pattern: RegExp, message: (found: string) => string])[] = [
  [/\p{Cs}/u, (found) => `holds half of a character (${codePoint(found)}), which no file can keep`],
  [/\p{Cc}|[\u2028\u2029]/u, (found) => `holds a control character or line break (${codePoint(found)}): give one line of text`],
  [/\p{Noncharacter_Code_Point}|\ufeff/u, (found) => `holds ${codePoint(found)}, which is no character`],
  [/(?:https?:\/\/|www\.)\S*/iu, (found) => `holds the address ${found}, which documents would turn into a link: leave it out`],
  [
    /\S+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u,
    (found) => `holds the e-mail address ${found}, which documents would turn into a link: leave it out`,
  ],
];

/** What is wrong with a line of text that stands in documents, charts and licences. */
export function harmIn(text: string): string | undefined {
  for (const [pattern, message] of harms) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return message(found);
  }
  return /[\p{L}\p{N}\p{S}]/u.test(text) ? undefined : "holds no letter or digit";
}

/** The title is the heading of a document. Source: markdownlint's MD026, which is part of the documents' own check. */
export function harmInHeading(text: string): string | undefined {
  const last = /[.,;:!。，；：！]$/u.exec(text)?.[0];
  return harmIn(text) ?? (last && `ends with ${last}, which a heading must not: leave it out`);
}

/** An author git would commit as: of these alone it makes nobody (`strbuf_addstr_without_crud`). */
export function harmInAuthor(text: string): string | undefined {
  return harmIn(text) ?? (/[^\s.,:;<>"'\\]/u.test(text) ? undefined : "holds nothing but punctuation, as which git does not commit");
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text that ends like a sentence, however it was given. */
export function sentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

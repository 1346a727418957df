/** What EJS makes of a template; `escapeFn` and `include` are the names that it knows them by. */
export type CompiledTemplate = (
  locals: object,
  escapeFn: (value: unknown) => string,
  include: (path: string, more?: object) => string,
) => string;

/**
 * `templates/` by path: text as it is, and of each `.ejs` the function that EJS makes of it. Empty here, where they are read
 * from the disk; scripts/bundle.mjs fills it in what is published, which carries no other copy.
 */
export const compiledTemplates: Readonly<Record<string, string | CompiledTemplate>> = {};

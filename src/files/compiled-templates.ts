/**
 * `templates/` by path, compiled: text as it is, and of each `.ejs` the body of the function that EJS makes of it. Empty
 * here, where they are read from the disk; scripts/bundle.mjs fills it in what is published, which carries no other copy.
 */
export const compiledTemplates: Readonly<Record<string, string>> = {};

/** The runbooks as they were, a page for each alert, of the page that they are now. */
export function formerRunbooks(page: string): Record<string, string> {
  const [intro, ...sections] = page.split(/^(?=## )/m);
  const names = sections.map((section) => /^## (\w+)/.exec(section)?.[1] ?? "");
  const nameOf = (anchor: string) => names.find((name) => name.toLowerCase() === anchor) ?? anchor;
  const former = (text: string) =>
    `${text.trim()}\n`
      .replace(/\]\(#([a-z]+)\)/g, (link, anchor) => (nameOf(anchor) === anchor ? link : `](${nameOf(anchor)}.md)`))
      .replace(/\]\((?=(README_TECH|adr|drills)\b)/g, "](../");
  const pages = sections.map((section, at) => [`runbooks/${names[at]}.md`, former(section.replace(/^#(?=#+ )/gm, ""))]);
  return { "runbooks/README.md": former(intro), ...Object.fromEntries(pages) };
}

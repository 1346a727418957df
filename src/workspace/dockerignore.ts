/** The line of a .dockerignore that keeps a path out of the build: the last one that matches it decides. */
export function ignoredByDocker(lines: readonly string[], path: string): number | undefined {
  let found: number | undefined;
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const kept = line.startsWith("!");
    const pattern = line
      .replace(/^!/, "")
      .replace(/^\.?\/+/, "")
      .replace(/\/+$/, "");
    if (pattern === "" || pattern === ".") continue;
    // Of a folder that is left out, something may be taken in again.
    if (kept && (matches(pattern, path) || pattern.startsWith(`${path}/`))) found = undefined;
    else if (!kept && matches(pattern, path)) found = at;
  }
  return found;
}

/** Whether the pattern matches the path or a folder that it lies in. */
function matches(pattern: string, path: string): boolean {
  const steps = path.split("/");
  const source = pattern
    .replace(/[.+^$()|{}\\]/g, "\\$&")
    .replace(/\*\*\/?/g, "\u0000")
    .replace(/\*/g, "[^/]*")
    .replace(/\?/g, "[^/]")
    .replaceAll("\u0000", "(?:.*/)?");
  try {
    const wanted = new RegExp(`^${source}$`);
    return steps.some((_, at) => wanted.test(steps.slice(0, at + 1).join("/")));
  } catch {
    return false;
  }
}

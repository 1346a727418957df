/** What the image gives the program. */
export type Environment = ReadonlyMap<string, string>;

/** A text in which `$PORT` and `${PORT:-8000}` are what they become; `?` where only the run knows. */
export const filled = (text: string, environment: Environment): string =>
  text.replace(/\$\{?(\w+)(?::-(\w+))?\}?/g, (_, name: string, fallback?: string) => environment.get(name) ?? fallback ?? "?");

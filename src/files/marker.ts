import { basename, extname } from "node:path";

/** How a line of comment is written in a file, by its name. JSON has none. */
export function comment(path: string, text: string): string | undefined {
  // A comment of YAML would end up in what Helm renders.
  if (/(^|\/)helm\/[^/]+\/templates\//.test(path)) return `{{- /* ${text} */ -}}`;
  switch (extname(path) || basename(path)) {
    case ".json":
      return undefined;
    case ".md":
    case ".html":
      return `<!-- ${text} -->`;
    case ".ts":
    case ".js":
    case ".mjs":
    case ".cjs":
      return `// ${text}`;
    case ".css":
      return `/* ${text} */`;
    case ".mmd":
      return `%% ${text}`;
    default:
      return `# ${text}`;
  }
}

/** Puts the marker at the top of a file, after the line that names its interpreter. */
export function withMarker(path: string, content: string, marker: string | undefined): string {
  const line = marker && comment(path, marker);
  if (!line) return content;
  const [first, ...rest] = content.split("\n");
  return first.startsWith("#!") ? [first, line, ...rest].join("\n") : `${line}\n${content}`;
}

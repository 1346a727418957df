import type { SourceFile } from "./repository";

export const isScript = (file: SourceFile): boolean =>
  (/\.(sh|bash)$|^(Makefile|makefile|GNUmakefile|justfile|Jenkinsfile(\.(?!md)\w+)?|Taskfile\.ya?ml|\.gitlab-ci\.yml)$|\.mk$/.test(
    file.name,
  ) ||
    (!file.name.includes(".") && file.size < 100_000 && /^#!.*\b(ba|z|da)?sh\b/.test(file.text.slice(0, 60)))) &&
  file.size < 300_000;

/** What a Jenkinsfile or a CI file runs stands in quotes or behind a dash. */
export function scriptText(file: SourceFile): string {
  if (/^Jenkinsfile/.test(file.name))
    return file.text.replace(/(?<![\w./-])(?:sh|bat)\s*\(?\s*(?:script:\s*)?("""|'''|["'])/g, "\n").replace(/("""|''')/g, "\n");
  return /\.ya?ml$/.test(file.name) ? file.text.replace(/^\s*-\s+/gm, "") : file.text;
}

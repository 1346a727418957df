import { posix } from "node:path";
import type { Dockerfile } from "../../workspace/dockerfile";
import { wordsOf } from "../../workspace/shell";
import type { Claim } from "../fact";
import type { ServiceFiles } from "../service-files";
import type { ComposeService } from "./container";

/** The folder that the image is built from: as Compose says it, or the only one in which there is what the Dockerfile copies. */
export function buildClaims(service: ServiceFiles, composed: readonly ComposeService[]): Claim[] {
  const { dockerfile, repository } = service;
  if (!dockerfile) return [];
  const said = composed.map(
    ({ context, place }): Claim => ({ fact: "buildContext", values: [context], place, says: "Compose builds it from there" }),
  );
  const folders = [...new Set([".", dockerfile.file.folder || ".", service.folder || "."])];
  const copied = copiedBy(dockerfile);
  const fitting = folders.filter((folder) => copied.every(({ source }) => isThere(repository, posix.join(folder, source))));
  const [first] = copied.filter(({ source }) => source !== ".");
  if (fitting.length === 0 || (said.length > 0 && !said.every(({ values }) => fitting.includes(String(values[0]))))) return said;
  const place = dockerfile.at(first?.line ?? dockerfile.instructions[0]?.line ?? 1);
  return [...said, { fact: "buildContext", values: fitting, place, says: "what the Dockerfile copies is there" }];
}

/** What is copied from the folder that the image is built from. */
export function copiedBy(dockerfile: Dockerfile): { source: string; line: number }[] {
  return dockerfile
    .all("COPY")
    .filter(({ text }) => !/--from=|<</.test(text) && !text.includes("$"))
    .flatMap(({ text, line }) => sourcesOf(text).map((source) => ({ source, line })));
}

/** A pattern is taken for what there is. */
function isThere(repository: ServiceFiles["repository"], path: string): boolean {
  return /[*?[]/.test(path) || path === "." || repository.has(path);
}

function sourcesOf(text: string): string[] {
  const words = text.trim().startsWith("[") ? jsonWords(text) : wordsOf(text).filter((word) => !word.startsWith("--"));
  return words.slice(0, -1).map((word) => posix.normalize(word.replace(/^\/+/, "")).replace(/\/$/, "") || ".");
}

function jsonWords(text: string): string[] {
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    return [];
  }
}

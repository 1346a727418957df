import { posix } from "node:path";
import type { Repository, SourceFile } from "./repository";

export const KUSTOMIZATION = /^(kustomization\.ya?ml|Kustomization)$/;

export function kustomizationIn(repository: Repository, folder: string): SourceFile | undefined {
  return ["kustomization.yaml", "kustomization.yml", "Kustomization"]
    .map((name) => repository.file(posix.join(folder, name)))
    .find(Boolean);
}

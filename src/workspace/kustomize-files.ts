import { posix } from "node:path";
import type { Repository, SourceFile } from "./repository";
import { documentsIn, listOf, part, textValue } from "./yaml";

export const KUSTOMIZATION = /^(kustomization\.ya?ml|Kustomization)$/;

export function kustomizationIn(repository: Repository, folder: string): SourceFile | undefined {
  return ["kustomization.yaml", "kustomization.yml", "Kustomization"]
    .map((name) => repository.file(posix.join(folder, name)))
    .find(Boolean);
}

/** Files that are laid over objects, and are none themselves. */
export const patchFiles = (files: readonly SourceFile[]): SourceFile[] =>
  files
    .filter(({ name }) => KUSTOMIZATION.test(name))
    .flatMap((file) => {
      const value = documentsIn(file)[0]?.value;
      const patches = ["patches", "patchesStrategicMerge", "patchesJson6902"].flatMap((key) => listOf(part(value, key)));
      const paths = patches.map((patch) => textValue(patch) ?? textValue(part(patch, "path")) ?? "");
      return paths.flatMap((path) =>
        path === "" || path.includes("\n") ? [] : (file.repository.file(posix.join(file.folder, path)) ?? []),
      );
    });

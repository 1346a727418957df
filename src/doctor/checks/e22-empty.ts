import { KUSTOMIZATION } from "../../workspace/kustomize-files";
import { literally } from "../../workspace/patterns";
import type { SourceFile } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import type { Check } from "../finding";

export const e22: Check = {
  id: "E22",
  title: "A file that is empty where something is expected",
  story:
    "Symptom: `error: no objects passed to apply`, a workflow that GitHub calls invalid, a Dockerfile without an instruction. The file is there, with nothing in it.",
  *detect(workspace) {
    for (const file of workspace.files) {
      if (file.size > 20_000 || hasContent(file)) continue;
      const workflow = /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file.path);
      const dockerfile = /^Dockerfile(\.\w+)?$/.test(file.name);
      const named = /\.(ya?ml|json|sh|sql|tf)$/.test(file.name) && !/^values/.test(file.name) && isNamed(workspace, file);
      const manifest =
        /(^|\/)(k8s|kubernetes|manifests?|deploy(ment)?s?|kube|argocd|gitops|templates|base|overlays)\//.test(file.path) &&
        /\.ya?ml$/.test(file.name) &&
        file.size === 0;
      if (!workflow && !dockerfile && !named && !manifest) continue;
      yield {
        severity: workflow || dockerfile || named ? "error" : "warning",
        place: { file, line: 1 },
        evidence: file.size === 0 ? "0 bytes" : "only comments",
        cause: workflow
          ? "GitHub refuses a workflow without events and jobs"
          : dockerfile
            ? "An empty Dockerfile builds nothing"
            : named
              ? "A command or another file names this file, and there is nothing in it"
              : "The manifest is empty, so nothing is applied",
        fix: "Fill it, or delete it and what names it.",
      };
    }
  },
};

function hasContent(file: SourceFile): boolean {
  if (file.size > 0 && file.text === "") return true;
  return file.lines.some((line) => line.trim() !== "" && !line.trim().startsWith("#") && line.trim() !== "---");
}

/** Programs that refuse an empty file, or do nothing with it. */
const RUNS = /^(kubectl|kustomize|bash|sh|psql|mysql|terraform|docker|docker-compose|\.{0,2}\/.*)$/;

const isNamed = (workspace: Workspace, file: SourceFile): boolean =>
  workspace.commands.some(
    ({ words, place }) =>
      place.file !== file &&
      place.file.repository === file.repository &&
      RUNS.test(words[0] ?? "") &&
      words.some((word) => word.endsWith(`/${file.name}`) && file.path.endsWith(word.replace(/^(\.\.?\/)+/, ""))),
  ) ||
  workspace.files.some(
    (other) =>
      KUSTOMIZATION.test(other.name) &&
      other.folder === file.folder &&
      new RegExp(`^\\s*-\\s*(\\./)?${literally(file.name)}\\s*$`, "m").test(other.text),
  );

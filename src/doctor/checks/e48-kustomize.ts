import type { Check } from "../finding";

export const e48: Check = {
  id: "E48",
  title: "A kustomization that does not build, or changes nothing",
  story: "Symptom: `accumulating resources ... no such file or directory`, `no matches for Id`; or a new image tag that never arrives.",
  *detect(workspace) {
    for (const { problems } of workspace.kustomizations) {
      for (const { place, message, fix } of problems)
        yield { severity: "error", place, evidence: place.file.lines[place.line - 1]?.trim() ?? "", cause: message, fix };
    }
  },
};

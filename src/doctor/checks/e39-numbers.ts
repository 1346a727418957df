import { posix } from "node:path";
import { documentsIn } from "../../workspace/yaml";
import type { Check } from "../finding";

/** `1.10` is 1.1 to YAML, `1e5` a hundred thousand, `0123` eighty-three. */
const CHANGED = /^(\d+\.\d*0|\d+[eE]\d+|0\d+)$/;
const VERSIONED = /^(tag|imageTag|newTag|appVersion|image_tag|python-version|node-version|go-version)$/;

export const e39: Check = {
  id: "E39",
  title: "A version that YAML reads as a number",
  story:
    "Symptom: python-version 3.10 installs 3.1; the tag 1e5f is right and 1e50 becomes 1e+50. YAML takes an unquoted version for a number.",
  *detect(workspace) {
    for (const file of workspace.yamlFiles) {
      if (file.size > 100_000 || !/:\s*(\d+\.\d*0|\d+[eE]\d+|0\d+)\s*(#.*)?$/m.test(file.text) || /lock/.test(posix.basename(file.path)))
        continue;
      for (const { name, value, written, place } of documentsIn(file).flatMap((document) => document.numbers()))
        if (VERSIONED.test(name) && CHANGED.test(written) && String(value) !== written)
          yield {
            severity: "warning",
            place,
            repair: { place, from: `${name}: ${written}`, to: `${name}: "${written}"` },
            evidence: `${name}: ${written}`,
            cause: "Without quotes YAML reads a number here, and another text comes out",
            fix: "Put it into quotes.",
          };
    }
  },
};

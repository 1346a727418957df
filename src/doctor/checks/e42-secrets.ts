import type { SourceFile } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { mapOf, part, textValue, type Value } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

const KEYS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----\s*[\r\n]+[A-Za-z0-9+/=]{40}/, "a private key"],
  [/\bAKIA(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}\b/, "an access key of AWS"],
  [/\bgh[pousr]_[A-Za-z0-9]{36}\b/, "a token of GitHub"],
  [/\bclient-key-data:\s*[A-Za-z0-9+/=]{60}/, "the key of a kubeconfig"],
];
const PLACEHOLDER = /^$|change|replace|example|placeholder|your|xxx|todo|dummy|<|\$\{|\{\{|\*\*|ENC\[|vault:|sops/i;

export const e42: Check = {
  id: "E42",
  title: "A secret in git, or printed in a log",
  story:
    "Symptom: none, until somebody uses it. Whoever can read the repository or the log of a job has the secret, and deleting the line does not take it out of the history. Make it invalid first, then remove it.",
  *detect(workspace) {
    for (const file of workspace.files) yield* keys(file);
    for (const object of workspace.ofKind("Secret")) {
      if (object.unit.kind === "chart" || object.get("sops") !== undefined) continue;
      const plain = Object.entries({ ...mapOf(object.get("data")), ...mapOf(object.get("stringData")) }).find(([, value]) =>
        isSecret(value),
      );
      if (plain)
        yield sight(
          object.at(object.get("data", plain[0]) !== undefined ? "data" : "stringData", plain[0]),
          `${object.id}: ${plain[0]}`,
          "a Secret",
        );
    }
    yield* values(workspace);
    yield* printed(workspace);
  },
};

const isSecret = (value: Value): boolean => {
  const text = textValue(value) ?? "";
  return text.length > 0 && !PLACEHOLDER.test(text) && !PLACEHOLDER.test(Buffer.from(text, "base64").toString("latin1"));
};

const sight = (place: Sight["place"], evidence: string, what: string): Sight => ({
  severity: "warning",
  place,
  evidence,
  cause: `The repository holds ${what}: base64 is no encryption, and history keeps it`,
  fix: "Make it invalid, and create it outside git: a sealed or external secret, or kubectl create secret.",
});

function* keys(file: SourceFile): Generator<Sight> {
  if (/\.tfstate(\.backup)?$/.test(file.name)) {
    yield sight({ file, line: 1 }, file.name, "the state of Terraform, with every secret in it");
    return;
  }
  if (file.size > 300_000 || /lock|\.(svg|min\.js|map)$/.test(file.name)) return;
  for (const [pattern, what] of KEYS) {
    const at = file.text.search(pattern);
    if (at >= 0) yield sight({ file, line: file.text.slice(0, at).split("\n").length }, what, what);
  }
}

function* values(workspace: Workspace): Generator<Sight> {
  for (const file of workspace.yamlFiles.filter(({ text }) => /adminPassword:/.test(text))) {
    for (const document of workspace.yaml(file)) {
      for (const path of [["grafana", "adminPassword"], ["adminPassword"], ["kube-prometheus-stack", "grafana", "adminPassword"]])
        if (isSecret(part(document.value, ...path)))
          yield sight(document.at(...path), path.join("."), "the password of Grafana's administrator");
    }
  }
}

/** What GitHub does not know as a secret it does not mask. */
function* printed(workspace: Workspace): Generator<Sight> {
  for (const workflow of workspace.workflows) {
    for (const step of workflow.steps) {
      const line = (step.run ?? "")
        .split("\n")
        .find((text) =>
          /^\s*(kubectl\b.*\bget secrets?\b.*\bbase64 (-d|-D|--decode)\s*$|kubectl config view\b.*--raw\s*$|cat \S*kubeconfig\s*$)/.test(
            text,
          ),
        );
      if (line === undefined) continue;
      yield {
        severity: "error",
        place: workflow.at(...step.path, "run"),
        evidence: line,
        cause: "The log of the job shows the value: GitHub masks only what is stored as one of its own secrets",
        fix: "Take the line out, or print the command for the reader to run.",
      };
    }
  }
}

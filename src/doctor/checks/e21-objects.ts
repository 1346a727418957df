import type { KubeObject } from "../../workspace/kube";
import { isWorkload, podLabels, selects, servicePorts } from "../../workspace/kube";
import type { SourceFile } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import type { YamlProblem } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";
import { classSights, emptySights, versionSights } from "./e21-refused";

export const e21: Check = {
  id: "E21",
  title: "YAML or an object that is refused",
  story:
    "Symptom: `error converting YAML to JSON`, `mapping key already defined`, `selector does not match template labels`, `Duplicate value`. The API server, Helm or the parser refuses it, or one of two values silently wins.",
  *detect(workspace) {
    for (const file of workspace.files) {
      if (/\.ya?ml$|^Dockerfile$|\.tpl$/.test(file.name) && file.isBinary && !TESTS.test(file.path)) yield binary(file);
    }
    for (const file of workspace.yamlFiles) yield* yamlSights(workspace, file);
    for (const rendering of workspace.renderings) {
      const problems = rendering.documents.flatMap((document) => document.problems);
      const first = problems.find(({ harmless }) => !harmless) ?? problems[0];
      if (first) yield sight(first, true);
    }
    for (const object of workspace.objects) yield* objectSights(object);
  },
};

const TESTS = /(^|\/)(docs?|examples?|test|tests|fixtures|testdata)\//;

const binary = (file: SourceFile): Sight => ({
  severity: "error",
  place: { file, line: 1 },
  evidence: `${file.size} bytes that are no text`,
  cause: "It cannot be read: its bytes are no UTF-8 text, so whatever reads it stops here",
  fix: "Save it as UTF-8, or take it from a commit in which it was whole.",
});

const MATTERS = /^\s*["']?(apiVersion|kind|jobs|on|services|scrape_configs|receivers|groups|image|replicaCount)["']?:/m;

function* yamlSights(workspace: Workspace, file: SourceFile): Generator<Sight> {
  if (!MATTERS.test(file.text) || TESTS.test(file.path) || file.isBinary) return;
  for (const { problems } of workspace.yaml(file)) {
    // What follows the first is its consequence.
    const real = problems.filter(({ code }) => code !== "ALIAS" && code !== "TAG_RESOLVE_FAILED");
    const first = real.find(({ harmless }) => !harmless) ?? real[0];
    if (first && !/(?<!\$)\{\{/.test(first.place.file.lines[first.place.line - 1] ?? ""))
      return yield sight(first, isManifest(workspace, file));
  }
}

/** kubectl and Helm take the last of several keys; Kustomize, Compose, Prometheus and GitHub refuse them. */
const isManifest = (workspace: Workspace, file: SourceFile): boolean =>
  /^values[\w.-]*\.ya?ml$/.test(file.name) || workspace.plain.some(({ objects }) => objects.some((object) => object.file === file));

function sight({ place, message, code, harmless }: YamlProblem, taken: boolean): Sight {
  const duplicate = code === "DUPLICATE_KEY";
  const line = place.file.lines[place.line - 1]?.trim() ?? "";
  return {
    severity: harmless && taken ? "warning" : "error",
    place,
    evidence: /password|secret|token|key/i.test(line) && !duplicate ? message : line.replace(/(:\s*).{40,}/, "$1..."),
    cause: duplicate
      ? "The same key stands twice in one mapping: strict parsers refuse it, the others keep only the last one"
      : `This is no valid YAML: ${message}`,
    fix: duplicate ? "Keep one of them, or merge what they hold." : "Correct the indentation, the quotes or the braces of this line.",
  };
}

function* objectSights(object: KubeObject): Generator<Sight> {
  if (["Deployment", "StatefulSet", "DaemonSet"].includes(object.kind) && isWorkload(object) && object.apiVersion.startsWith("apps/")) {
    const selector = object.get("spec", "selector");
    if (selector && object.get("spec", "template") && !selects(selector, podLabels(object))) {
      yield {
        severity: "error",
        place: object.at("spec", "selector"),
        evidence: `selector ${JSON.stringify(selector)}; pod template ${JSON.stringify(podLabels(object))}`,
        cause: "`selector` does not match the template's labels, so the API server refuses the object",
        fix: "Give the pod template every label that the selector names.",
      };
    }
  }
  if (object.kind === "Service") yield* portSights(object);
  yield* versionSights(object);
  yield* emptySights(object);
  yield* classSights(object);
}

function* portSights(service: KubeObject): Generator<Sight> {
  const ports = servicePorts(service);
  for (const [at, port] of ports.entries()) {
    const twin = ports
      .slice(0, at)
      .find(
        (other) =>
          (other.number === port.number && other.protocol === port.protocol) || (port.name !== undefined && other.name === port.name),
      );
    const nameless = ports.length > 1 && port.name === undefined;
    if (!twin && !nameless) continue;
    yield {
      severity: "error",
      place: service.at(...port.path),
      evidence: `port ${port.number}${port.name ? ` named ${port.name}` : " without a name"} of Service ${service.name}`,
      cause: twin
        ? "Two ports of the Service have the same number or name, so the API server refuses it"
        : "A Service with several ports needs a name for each, so the API server refuses it",
      fix: twin ? "Give each port its own number and name." : "Add a name to the port.",
    };
  }
}

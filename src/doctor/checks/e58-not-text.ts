import { containersOf, isWorkload, type KubeObject, podPath } from "../../workspace/kube";
import { listOf, mapOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

export const e58: Check = {
  id: "E58",
  title: "A number or boolean where Kubernetes wants a text",
  story:
    'Symptom: `cannot unmarshal number into Go struct field EnvVar.value of type string`, `ConfigMap in version "v1" cannot be handled as a ConfigMap`. Values of environment variables, labels, annotations and a ConfigMap\'s data are texts: without quotes YAML makes a number or a boolean of them.',
  *detect(workspace) {
    for (const object of workspace.objects) {
      if (object.kind === "ConfigMap" || object.kind === "Secret")
        for (const field of object.kind === "Secret" ? ["data", "stringData"] : ["data"]) yield* inMap(object, [field], object.get(field));
      for (const field of ["labels", "annotations"]) yield* inMap(object, ["metadata", field], object.get("metadata", field));
      if (!isWorkload(object)) continue;
      const pod = podPath(object);
      for (const field of ["labels", "annotations"])
        yield* inMap(object, [...pod, "metadata", field], object.get(...pod, "metadata", field));
      for (const { value, path } of containersOf(object)) {
        for (const [at, entry] of listOf(part(value, "env")).entries())
          yield* inMap(object, [...path, "env", at], { value: part(entry, "value") }, textValue(part(entry, "name")));
      }
    }
  },
};

function* inMap(object: KubeObject, path: Path, map: Value, name?: string): Generator<Sight> {
  for (const [key, value] of Object.entries(mapOf(map))) {
    if (typeof value !== "number" && typeof value !== "boolean") continue;
    const place = object.at(...path, key);
    const written = new RegExp(`(?<=\\b${key}["']?:\\s*)${String(value).replace(".", "\\.")}(?=\\s*([,}#]|$))`).exec(
      place.file.lines[place.line - 1] ?? "",
    )?.[0];
    yield {
      severity: "error",
      place,
      repair:
        written === undefined || object.unit.kind === "chart"
          ? undefined
          : { place, from: `${key}: ${written}`, to: `${key}: "${written}"` },
      evidence: `${name ?? key}: ${String(value)}`,
      cause: `Kubernetes wants a text here and gets a ${typeof value}, so it refuses ${object.id}`,
      fix: object.unit.kind === "chart" ? "Pass it through quote: {{ .Values.x | quote }}." : `Put it into quotes: "${String(value)}".`,
    };
  }
}

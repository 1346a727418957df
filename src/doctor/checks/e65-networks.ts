import { posix } from "node:path";
import { literally } from "../../workspace/patterns";
import { normalize, type SourceFile } from "../../workspace/repository";
import { listOf, mapOf, part, textValue, type Value } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e65: Check = {
  id: "E65",
  title: "A service of Compose that another one cannot reach",
  story:
    "Symptom: `dial tcp: lookup web on 127.0.0.11:53: no such host`, a target that is DOWN. A service without `networks` is in the network `default`; one with a list is in those alone. Two services find each other by name only in a network that both are in.",
  *detect(workspace) {
    for (const { file, document } of workspace.composes) {
      const services = mapOf(part(document.value, "services"));
      if (part(document.value, "include") || /override/.test(file.name) || workspace.composes.length > 2) continue;
      for (const [name, service] of Object.entries(services)) {
        const texts = [...environmentOf(service), ...scraped(file, service)];
        for (const [other, value] of Object.entries(services)) {
          if (other === name || !apart(service, value)) continue;
          const host = new RegExp(`(^|//|@|[\\s"'[=])${literally(other)}:\\d{2,5}\\b`);
          const text = texts.find((one) => host.test(one));
          if (text === undefined) continue;
          yield {
            severity: "error",
            place: document.at("services", part(value, "networks") ? name : other),
            evidence: `${name} asks ${other} and is in ${networksOf(service)!.join(", ")}; ${other} is in ${networksOf(value)!.join(", ")}`,
            cause: `The services ${name} and ${other} have no network in common, so the name ${other} is not found there`,
            fix: `Give ${other} one of the networks of ${name}.`,
          };
        }
      }
    }
  },
};

/** Undefined where it has another's network, or what it has is merged from elsewhere. */
function networksOf(service: Value): string[] | undefined {
  if (["network_mode", "extends", "<<"].some((key) => part(service, key) !== undefined)) return undefined;
  const given = part(service, "networks");
  return given === undefined ? ["default"] : Array.isArray(given) ? given.map(String) : Object.keys(mapOf(given));
}

function apart(one: Value, other: Value): boolean {
  const [mine, theirs] = [networksOf(one), networksOf(other)];
  return mine !== undefined && theirs !== undefined && !mine.some((network) => theirs.includes(network)) && !isLinked(one);
}

const isLinked = (service: Value): boolean => part(service, "links") !== undefined || part(service, "external_links") !== undefined;

function environmentOf(service: Value): string[] {
  const given = part(service, "environment");
  return Array.isArray(given)
    ? given.map((entry) => String(entry).split("=").slice(1).join("="))
    : Object.values(mapOf(given)).map((value) => textValue(value) ?? "");
}

/** The settings that a Prometheus is given, without its comments. */
function scraped(compose: SourceFile, service: Value): string[] {
  if (!/prometheus/.test(textValue(part(service, "image")) ?? "")) return [];
  return listOf(part(service, "volumes")).flatMap((volume) => {
    const source = typeof volume === "string" ? volume.split(":")[0]! : (textValue(part(volume, "source")) ?? "");
    const file = compose.repository.file(normalize(posix.join(compose.folder, source)));
    return file && /scrape_configs:/.test(file.text) ? [file.text.replace(/#.*$/gm, "")] : [];
  });
}

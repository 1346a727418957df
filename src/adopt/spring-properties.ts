import { literally } from "../workspace/patterns";
import type { SourceFile } from "../workspace/repository";
import { documentsIn, type Place } from "../workspace/yaml";
import { filled } from "./environment";
import { placeOf, type ServiceFiles } from "./service-files";

export interface Property {
  /** Nothing where it depends on the environment and has no default. */
  readonly value: string | undefined;
  readonly place: Place;
}

const ENDINGS = ["properties", "yml", "yaml"];

/** A property of Spring Boot's configuration: what the command and the image's environment say, then the active profiles, then all of them. */
export function springProperty(service: ServiceFiles, key: string): Property | undefined {
  const told = toldByImage(service, key);
  if (told) return told;
  const active = profilesOf(service);
  // Which of them are active, only the run knows.
  const profiles = active ?? service.repository.under(service.folder).flatMap((file) => PROFILE.exec(service.within(file))?.[1] ?? []);
  for (const profile of [...profiles].reverse()) {
    const found = propertyIn(service, `application-${profile}`, key);
    if (found) return active ? found : { ...found, value: undefined };
  }
  return propertyIn(service, "application", key);
}

const PROFILE = /^src\/main\/resources\/application-([\w-]+)\.(?:properties|ya?ml)$/;

/** Those that are active when it starts; nothing where that is not told plainly. */
function profilesOf(service: ServiceFiles): string[] | undefined {
  const key = "spring.profiles.active";
  const found = toldByImage(service, key) ?? propertyIn(service, "application", key);
  if (!found) return [];
  return found.value?.split(",").map((name) => name.trim());
}

/** `--key=value` after the program, `-Dkey=value` before it or in a variable of Java's, `KEY=value`. */
function toldByImage({ dockerfile }: ServiceFiles, key: string): Property | undefined {
  if (!dockerfile) return undefined;
  const { environment, started } = dockerfile;
  const options = ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS"].map((name) => environment.get(name) ?? "");
  const text = [...(started?.words ?? []), ...options].join(" ");
  const name = literally(key);
  const written =
    new RegExp(`(?:^|\\s)--${name}=(\\S+)`).exec(text)?.[1] ??
    new RegExp(`(?:^|\\s)-D${name}=(\\S+)`).exec(text)?.[1] ??
    environment.get(key.toUpperCase().replaceAll("-", "").replaceAll(".", "_"));
  if (written === undefined) return undefined;
  const value = filled(written, environment);
  return { value: value.includes("?") ? undefined : value, place: dockerfile.at(started?.line ?? 1) };
}

function propertyIn(service: ServiceFiles, base: string, key: string): Property | undefined {
  for (const ending of ENDINGS) {
    const file = service.file(`src/main/resources/${base}.${ending}`);
    if (!file) continue;
    const written = ending === "properties" ? fromProperties(file.text, key) : fromYaml(file, key);
    if (written === undefined) continue;
    const place = placeOf(file, ending === "properties" ? key : new RegExp(`\\b${key.split(".").at(-1)}\\b["']?\\]?\\s*:`));
    return { value: resolved(written), place };
  }
  return undefined;
}

/** Its parts may be written together or apart, and in brackets. */
function fromProperties(text: string, key: string): string | undefined {
  for (const line of text.split("\n")) {
    const [, name, value] = /^\s*([\w.[\]-]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (name?.replace(/\[([^\]]*)\]/g, ".$1").replace(/\.\./g, ".") === key) return value;
  }
  return undefined;
}

/** Only of the first document: the others belong to profiles. */
const fromYaml = (file: SourceFile, key: string): string | undefined =>
  find(documentsIn(file).find(({ value }) => value !== null && value !== undefined)?.value, key);

function find(value: unknown, key: string): string | undefined {
  if (key === "") return value === null || typeof value === "object" ? undefined : String(value);
  if (value === null || typeof value !== "object") return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const plain = name.replace(/^\[|\]$/g, "");
    if (key === plain || key.startsWith(`${plain}.`)) {
      const found = find(inner, key.slice(plain.length + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `${PORT:8080}` is 8080 when nothing says otherwise. */
function resolved(written: string): string | undefined {
  const [, fallback] = /^\$\{[\w.]+(?::([^}]*))?\}$/.exec(written) ?? [];
  if (fallback !== undefined) return fallback;
  return written.includes("${") ? undefined : written;
}

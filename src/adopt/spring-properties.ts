import type { SourceFile } from "../workspace/repository";
import { documentsIn, type Place } from "../workspace/yaml";
import { placeOf, type ServiceFiles } from "./service-files";

export interface Property {
  /** Nothing where it depends on the environment and has no default. */
  readonly value: string | undefined;
  readonly place: Place;
}

const FILES = ["application.properties", "application.yml", "application.yaml"];

/** A property of Spring Boot's own configuration; profiles are not read. */
export function springProperty(service: ServiceFiles, key: string): Property | undefined {
  for (const name of FILES) {
    const file = service.file(`src/main/resources/${name}`);
    if (!file) continue;
    const written = name.endsWith(".properties") ? fromProperties(file.text, key) : fromYaml(file, key);
    if (written === undefined) continue;
    const place = placeOf(file, name.endsWith(".properties") ? key : new RegExp(`\\b${key.split(".").at(-1)}\\b["']?\\]?\\s*:`));
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

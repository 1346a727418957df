import type { SourceFile } from "../../workspace/repository";
import type { Claim } from "../fact";
import { placeAt, type ServiceFiles } from "../service-files";

const NGINX = /(^|\/)nginx(-unprivileged)?([:@]|$)/;

/** The image of nginx that a service is built on. */
export function nginxOf({ dockerfile }: ServiceFiles): string | undefined {
  const image = dockerfile?.base;
  return image !== undefined && NGINX.test(image) ? image : undefined;
}

/** What the configuration says that is copied into an image of nginx. */
export const nginxClaims = (service: ServiceFiles): Claim[] => (nginxOf(service) ? configurationsOf(service).flatMap(claimsOf) : []);

/** What is copied to where nginx reads its configuration. */
export function configurationsOf(service: ServiceFiles): SourceFile[] {
  return service.dockerfile!.final("COPY").flatMap(({ text }) => {
    const [source = "", target = ""] = text.split(/\s+/);
    const file = /^\/etc\/nginx\//.test(target) && /\.conf$/.test(source) ? service.file(source) : undefined;
    return file ? [file] : [];
  });
}

function claimsOf(file: SourceFile): Claim[] {
  const text = file.text.replace(/#[^\n]*/g, (comment) => " ".repeat(comment.length));
  const listens = [...text.matchAll(/\blisten\s+(?:[\w.*]+:|\[::\]:)?(\d+)\b[^;]*;/g)];
  const answers = [...text.matchAll(/\blocation\s+=\s+(\S*(?:health|live|ping)\S*)\s*\{[^}]*\breturn\s+200\b/g)];
  const status = [...text.matchAll(/\blocation\s+(?:=\s+)?(\/\S*)\s*\{[^}]*\bstub_status\b/g)];
  return [
    ...claim(
      "statusPath",
      file,
      status.map((match) => ({ value: match[1]!, at: match.index })),
    ),
    ...claim("metrics", file, status.map((match) => ({ value: "nginx", at: match.index })).slice(0, 1)),
    ...claim(
      "port",
      file,
      listens.map((match) => ({ value: Number(match[1]), at: match.index })),
    ),
    ...claim(
      "healthPath",
      file,
      answers.map((match) => ({ value: match[1]!, at: match.index })),
    ),
  ];
}

function claim(fact: Claim["fact"], file: SourceFile, found: readonly { value: string | number; at: number }[]): Claim[] {
  const places = found.map(({ at }) => placeAt(file, at));
  return places[0] ? [{ fact, values: found.map(({ value }) => value), place: places[0], places, says: "nginx is configured so" }] : [];
}

import type { SourceFile } from "../../workspace/repository";
import type { Claim } from "../fact";
import { placeAt, type ServiceFiles } from "../service-files";

/** What the configuration says that is copied into an image of nginx. */
export function nginxClaims(service: ServiceFiles): Claim[] {
  const last = service.dockerfile?.stages.at(-1);
  if (!last || !/(^|\/)nginx(-unprivileged)?([:@]|$)/.test(last.image)) return [];
  const files = service.dockerfile!.final("COPY").flatMap(({ text }) => {
    const [source = "", target = ""] = text.split(/\s+/);
    const file = /^\/etc\/nginx\//.test(target) && /\.conf$/.test(source) ? service.file(source) : undefined;
    return file ? [file] : [];
  });
  return files.flatMap(claimsOf);
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

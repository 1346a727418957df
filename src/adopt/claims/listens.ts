import type { SourceFile } from "../../workspace/repository";
import { argumentsOf, JAVASCRIPT, named, splitArguments } from "../code";
import type { Environment } from "../environment";
import type { Claim } from "../fact";
import type { ServiceFiles } from "../service-files";
import { springProperty } from "../spring-properties";
import type { Launch } from "./launch";

const CALLS: readonly { readonly files: RegExp; readonly call: RegExp; readonly port: (list: string[]) => string | undefined }[] = [
  {
    files: JAVASCRIPT,
    call: /\.listen\(/g,
    port: (list) => (/^\{/.test(list[0] ?? "") ? /\bport\s*:\s*([^,}]+)/.exec(list[0]!)?.[1] : list[0]),
  },
  { files: /\.py$/, call: /(?<![\w.])(?:app|application|uvicorn|socketio)\.run\(/g, port: (list) => named(list, "port") },
  {
    files: /\.go$/,
    call: /\b(?:http\.ListenAndServe(?:TLS)?|(?:r|router|e|engine|app|srv|server)\.(?:Run|Start))\(/g,
    port: (list) => list[0],
  },
];

/** Where the source itself listens when nothing but the image's environment says otherwise. */
export function listenClaims(service: ServiceFiles, given: Environment, launch: Launch | undefined): Claim[] {
  const environment = withFile(service, given);
  const found = CALLS.flatMap(({ files, call, port }) =>
    [...service.matches(files, call)]
      .filter(({ file, match }) => !launch || isStarted(service.within(file), service.code(file).slice(0, match.index), launch.words))
      .map(({ file, match, place }) => {
        const list = splitArguments(argumentsOf(service.code(file), match));
        return { place, port: portOf(port(list), service.code(file), environment) };
      }),
  );
  const addresses = [...service.matches(/\.go$/, /\bAddr:\s*([^,}\n]+)/g)].map(({ file, match, place }) => ({
    place,
    port: portOf(match[1], service.code(file), environment),
  }));
  const all = [...found, ...addresses].filter(({ port }) => port !== undefined);
  // One that cannot be read may be the service's own.
  if (all.length < found.length + addresses.length) return [];
  const once = [...new Map(all.map(({ port, place }) => [port!, place]))];
  const places = once.map(([, place]) => place);
  return places
    .slice(0, 1)
    .map((place) => ({ fact: "port", values: once.map(([port]) => port), place, places, says: "the source listens there" }));
}

/** What a file gives that a library may read, if it gets into the image: then only the run knows it. */
function withFile(service: ServiceFiles, given: Environment): Environment {
  const names = [...(service.file(".env")?.text ?? "").matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map(([, name]) => name!);
  return new Map([...names.map((name) => [name, "?"] as const), ...given]);
}

/** What stands below Python's `if __name__ == "__main__"` is run where its file is the program. */
function isStarted(path: string, before: string, [program = "", first = "", second = ""]: readonly string[]): boolean {
  const block = [...before.matchAll(/^\S[^\n]*/gm)].at(-1)?.[0] ?? "";
  if (!path.endsWith(".py") || !/^if\s+__name__\s*==/.test(block)) return true;
  if (!/(^|\/)python[\d.]*$/.test(program)) return false;
  const started = first === "-m" ? second.replaceAll(".", "/") : /\.py$/.test(first) ? first.replace(/\.py$/, "") : undefined;
  const module = path.replace(/\.py$/, "");
  return (
    started === undefined ||
    [module, module.replace(/\/__main__$/, "")].some((name) => `/${started}`.endsWith(`/${name}`) || `/${name}`.endsWith(`/${started}`))
  );
}

/** The number that an expression is: plain, with a variable before it, or by a name that is given a value once. */
function portOf(expression: string | undefined, code: string, environment: Environment, depth = 0): number | undefined {
  const text = unwrapped(expression?.trim() ?? "");
  const plain = /^["'`]?(?:[\w.]*:)?(\d{2,5})["'`]?$/.exec(text)?.[1];
  if (plain !== undefined) return Number(plain);
  const [, one, two, other, fallback] =
    /^(?:process\.env\.(\w+)|(?:os\.environ\.get|os\.getenv|os\.Getenv|cmp\.Or)\(\s*(?:os\.Getenv\()?["'](\w+)["']\)?\s*,?)\s*(\|\||\?\?)?\s*["'`]?(\d{2,5})?["'`]?\s*\)?$/.exec(
      text,
    ) ?? [];
  const variable = one ?? two;
  if (variable !== undefined) {
    const given = environment.get(variable) ?? ((one === undefined || other) && fallback ? fallback : undefined);
    return given !== undefined && /^\d{2,5}$/.test(given) ? Number(given) : undefined;
  }
  const name = /^(?:["'`][\w.]*:["'`]\s*\+\s*)?(\w+)$/.exec(text)?.[1];
  return name === undefined || depth > 3 ? undefined : namedValue(name, code, environment, depth);
}

/** `Number(x)`, `int(x)`, `+x`, `parseInt(x, 10)` and their like. */
function unwrapped(text: string): string {
  const inner = /^(?:Number|int|str|parseInt|Number\.parseInt|String)\(([\s\S]*)\)$/.exec(text);
  if (inner) return unwrapped(splitArguments(inner[1]!)[0] ?? "");
  const partial = /^(?:Number|parseInt|Number\.parseInt)\(\s*(process\.env\.\w+)\s*(?:,\s*10\s*)?\)(\s*(?:\|\||\?\?)\s*\d+)$/.exec(text);
  if (partial) return partial[1]! + partial[2]!;
  const plain = text.replace(/^\+\s*/, "");
  return /^\([^()]*\)$/.test(plain) ? unwrapped(plain.slice(1, -1).trim()) : plain;
}

function namedValue(name: string, code: string, environment: Environment, depth: number): number | undefined {
  const given = [...code.matchAll(new RegExp(`(?<![\\w.])${name}\\s*(?::\\s*[\\w ]+)?(?::=|=)(?!=)\\s*([^;\\n]+)`, "g"))].map((match) =>
    match[1]!.trim(),
  );
  const [first, second] = given;
  if (given.length === 1) return portOf(first, code, environment, depth + 1);
  // Go: port := os.Getenv("PORT"); if port == "" { port = "8080" }
  const variable = /^os\.Getenv\("(\w+)"\)$/.exec(first ?? "")?.[1];
  if (given.length !== 2 || variable === undefined || !new RegExp(`\\b${name}\\s*==\\s*""`).test(code)) return undefined;
  return portOf(environment.get(variable) ?? second, code, environment, depth + 1);
}

/** Spring Boot's port is 8080 unless it is configured. */
export function springPorts(service: ServiceFiles, framework: string | undefined): Claim[] {
  if (framework !== "spring") return [];
  const own = springProperty(service, "server.port");
  const management = springProperty(service, "management.server.port");
  const file = service.first("pom.xml", "build.gradle", "build.gradle.kts") as SourceFile;
  // A library of others starts nothing.
  const isProgram =
    [...service.matches(/\.(java|kt)$/, /@SpringBootApplication\b|\bSpringApplication\.run\(|\brunApplication</g)].length > 0;
  const value = own ? own.value : isProgram ? "8080" : undefined;
  const claims: Claim[] = [];
  if (value !== undefined && /^\d+$/.test(value))
    claims.push({
      fact: "port",
      values: [Number(value)],
      place: own?.place ?? { file, line: 1 },
      says: own ? "server.port" : "Spring Boot listens there by default",
    });
  if (management?.value !== undefined && /^\d+$/.test(management.value) && management.value !== value)
    claims.push({ fact: "managementPort", values: [Number(management.value)], place: management.place, says: "management.server.port" });
  return claims;
}

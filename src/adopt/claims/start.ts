import { wordsOf } from "../../workspace/shell";
import type { Place } from "../../workspace/yaml";
import { packageJson } from "../dependencies";
import { type Environment, filled } from "../environment";
import type { Claim } from "../fact";
import { placeOf, type ServiceFiles } from "../service-files";

/** How the service is started: by its image or, without one, by its Procfile or package.json. */
export interface Start {
  readonly words: readonly string[];
  readonly place: Place;
  readonly environment: Environment;
}

export function startOf(service: ServiceFiles): Start | undefined {
  const environment = service.dockerfile?.environment ?? new Map<string, string>();
  const command = service.dockerfile?.command;
  if (command) return { words: unwrapped(command.words), place: service.dockerfile!.at(command.line), environment };
  if (service.dockerfile) return undefined;
  const procfile = service.file("Procfile");
  const line = procfile?.lines.findIndex((text) => text.startsWith("web:")) ?? -1;
  if (!procfile || line < 0) return startOfPackage(service);
  return { words: wordsOf(procfile.lines[line]!.slice("web:".length)), place: { file: procfile, line: line + 1 }, environment };
}

function startOfPackage(service: ServiceFiles): Start | undefined {
  const file = service.file("package.json");
  const command = packageJson(file).scripts?.start;
  if (!file || typeof command !== "string") return undefined;
  // What npm itself would run; anything but node is found by npm alone.
  const words = /^node\s+[^&|;]+$/.test(command) ? wordsOf(command) : ["npm", "start"];
  return { words, place: placeOf(file, /"start"\s*:/), environment: new Map() };
}

/** `sh -c "exec x"` starts x; what runs before it is no part of it. */
function unwrapped(words: readonly string[]): string[] {
  const shell = /^(\/bin\/)?(sh|bash|ash)$/.test(words[0] ?? "") && /^-\w*c$/.test(words[1] ?? "");
  const inner = shell ? wordsOf((words[2] ?? "").split("&&").at(-1)!) : [...words];
  const start = inner.findIndex((word) => !/^(exec|tini|dumb-init|\/sbin\/tini|\/usr\/bin\/tini|\/usr\/bin\/dumb-init|--)$/.test(word));
  const runner = inner.slice(Math.max(0, start));
  return /^(uv|poetry|pipenv)$/.test(runner[0] ?? "") && runner[1] === "run"
    ? runner.slice(2).filter((word, at) => at > 0 || !word.startsWith("--"))
    : runner;
}

export function startClaims(start: Start | undefined): Claim[] {
  return start ? [{ fact: "start", values: [start.words.join(" ")], place: start.place, says: "it is started so" }] : [];
}

/** Servers that bind a port by themselves: what the source says when it is run directly does not count for them. */
const SERVERS: Readonly<Record<string, { readonly flags: readonly string[]; readonly byDefault?: number }>> = {
  gunicorn: { flags: ["-b", "--bind"], byDefault: 8000 },
  uvicorn: { flags: ["--port"], byDefault: 8000 },
  hypercorn: { flags: ["-b", "--bind"], byDefault: 8000 },
  waitress: { flags: ["--port", "--listen"] },
  "waitress-serve": { flags: ["--port", "--listen"], byDefault: 8080 },
  daphne: { flags: ["-p", "--port"], byDefault: 8000 },
  fastapi: { flags: ["--port"], byDefault: 8000 },
  flask: { flags: ["-p", "--port"], byDefault: 5000 },
  uwsgi: { flags: ["--http", "--http-socket"] },
};

export interface Bound {
  /** A server of its own is started, not the program's own. */
  readonly byServer: boolean;
  readonly claims: Claim[];
}

export function portOfStart(service: ServiceFiles, start: Start | undefined): Bound {
  if (!start) return { byServer: false, claims: [] };
  const name =
    (/^python3?$/.test(start.words[0] ?? "") && start.words[1] === "-m" ? start.words[2] : start.words[0])?.split("/").at(-1) ?? "";
  if (/^manage\.py$/.test(start.words[1] ?? ""))
    return { byServer: true, claims: port(portIn(start.words.at(-1)!, start), start, "runserver listens there") };
  const server = Object.hasOwn(SERVERS, name) ? SERVERS[name]! : undefined;
  if (!server) return { byServer: false, claims: [] };
  const given = valuesOf(start.words, server.flags);
  if (given.length > 0)
    return {
      byServer: true,
      claims: port(given.length === 1 ? portIn(given[0]!, start) : undefined, start, `${name} is told to listen there`),
    };
  if (name === "gunicorn") return { byServer: true, claims: gunicornConfiguration(service, start) };
  if (start.environment.has("FLASK_RUN_PORT") || start.environment.has("UVICORN_PORT")) return { byServer: true, claims: [] };
  return { byServer: true, claims: port(server.byDefault, start, `${name} listens there by default`) };
}

function port(value: number | undefined, { place }: { readonly place: Place }, says: string): Claim[] {
  return value === undefined ? [] : [{ fact: "port", values: [value], place, says }];
}

function valuesOf(words: readonly string[], flags: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const flag = flags.find((name) => word === name || word.startsWith(`${name}=`) || (/^-\w$/.test(name) && word.startsWith(name)));
    if (flag === undefined) return [];
    return [word === flag ? (words[at + 1] ?? "") : word.slice(flag.length).replace(/^=/, "")];
  });
}

/** The port of `0.0.0.0:8000`, `:$PORT` or `8000`. */
function portIn(text: string, { environment }: Start): number | undefined {
  const found = /^(?:[\w.*[\]]*:)?(\d{2,5})$/.exec(filled(text, environment))?.[1];
  return found === undefined ? undefined : Number(found);
}

/** gunicorn reads gunicorn.conf.py where it starts, and whatever `-c` names. */
function gunicornConfiguration(service: ServiceFiles, start: Start): Claim[] {
  if (start.environment.has("GUNICORN_CMD_ARGS")) return [];
  const [named] = valuesOf(start.words, ["-c", "--config"]);
  const file = service.file(named?.replace(/^(python:|file:|\.\/|\/app\/)/, "") ?? "gunicorn.conf.py");
  if (named !== undefined && !file) return [];
  const written = file && /^bind\s*=\s*(.+)$/m.exec(service.code(file))?.[1]?.trim();
  if (file && written !== undefined) {
    const plain = /^["']([^"'{]*)["']$/.exec(written)?.[1];
    return plain === undefined
      ? []
      : port(portIn(plain, start), { place: placeOf(file, /^bind\s*=/m) }, "gunicorn's configuration binds it");
  }
  // Without a bind, gunicorn listens at $PORT.
  return start.environment.has("PORT")
    ? port(Number(start.environment.get("PORT")), start, "gunicorn listens at PORT")
    : port(8000, start, "gunicorn listens there by default");
}

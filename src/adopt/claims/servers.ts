import type { Place } from "../../workspace/yaml";
import { filled } from "../environment";
import type { Claim } from "../fact";
import { placeOf, type ServiceFiles } from "../service-files";
import type { Launch } from "./launch";
import type { Start } from "./start";

interface Server {
  readonly flags: readonly string[];
  readonly byDefault?: number;
  /** A variable that says it, where no flag does. */
  readonly variable?: string;
}

/** Servers that bind a port by themselves: what the source says when it is run directly does not count for them. */
const SERVERS: Readonly<Record<string, Server>> = {
  gunicorn: { flags: ["-b", "--bind"] }, // its configuration may say it, too
  uvicorn: { flags: ["--port"], byDefault: 8000, variable: "UVICORN_PORT" },
  hypercorn: { flags: ["-b", "--bind"], byDefault: 8000 },
  waitress: { flags: ["--port", "--listen"] },
  "waitress-serve": { flags: ["--port", "--listen"], byDefault: 8080 },
  daphne: { flags: ["-p", "--port"], byDefault: 8000 },
  fastapi: { flags: ["--port"], byDefault: 8000, variable: "PORT" },
  flask: { flags: ["-p", "--port"], byDefault: 5000, variable: "FLASK_RUN_PORT" },
  uwsgi: { flags: ["--http", "--http-socket"] },
  streamlit: { flags: ["--server.port"] },
  celery: { flags: ["--port"] }, // flower
  next: { flags: ["-p", "--port"], byDefault: 3000, variable: "PORT" },
  serve: { flags: ["-l", "--listen", "-p"], byDefault: 3000, variable: "PORT" },
  "http-server": { flags: ["-p", "--port"], byDefault: 8080, variable: "PORT" },
  vite: { flags: ["--port"] },
  nginx: { flags: [] },
};

export interface Bound {
  /** Not the program's own: a server of its own is started, or nobody knows what. */
  readonly byServer: boolean;
  readonly claims: Claim[];
}

const UNKNOWN: Bound = { byServer: true, claims: [] };

export function portOfStart(service: ServiceFiles, start: Start | undefined): Bound {
  if (!start) return service.dockerfile ? UNKNOWN : { byServer: false, claims: [] };
  const { launch, place } = start;
  if (!launch) return UNKNOWN;
  const words = afterModule(launch.words);
  if (/(^|\/)manage\.py$/.test(words[1] ?? ""))
    return { byServer: true, claims: port(portIn(words.at(-1)!, launch), place, "runserver listens there") };
  const name = words[0]?.split("/").at(-1) ?? "";
  const server = Object.hasOwn(SERVERS, name) ? SERVERS[name]! : undefined;
  if (!server) return { byServer: false, claims: [] };
  const given = valuesOf(words, server.flags);
  if (given.length > 0)
    return {
      byServer: true,
      claims: port(given.length === 1 ? portIn(given[0]!, launch) : undefined, place, `${name} is told to listen there`),
    };
  return {
    byServer: true,
    claims: name === "gunicorn" ? gunicornConfiguration(service, start, launch) : usual(name, server, start, launch),
  };
}

/** `python -m gunicorn` is gunicorn. */
function afterModule(words: readonly string[]): readonly string[] {
  return /^python3?$/.test(words[0] ?? "") && words[1] === "-m" ? words.slice(2) : words;
}

function usual(name: string, { byDefault, variable }: Server, { place }: Start, launch: Launch): Claim[] {
  const written = variable === undefined ? undefined : launch.environment.get(variable);
  if (written !== undefined) return port(portIn(written, launch), place, `${name} listens at ${variable}`);
  return port(byDefault, place, `${name} listens there by default`);
}

function port(value: number | undefined, place: Place, says: string): Claim[] {
  return value === undefined ? [] : [{ fact: "port", values: [value], place, says }];
}

function valuesOf(words: readonly string[], flags: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const flag = flags.find((name) => word === name || word.startsWith(`${name}=`) || (/^-\w$/.test(name) && word.startsWith(name)));
    if (flag === undefined) return [];
    return [word === flag ? (words[at + 1] ?? "") : word.slice(flag.length).replace(/^=/, "")];
  });
}

/** The port of `0.0.0.0:8000`, `tcp://0.0.0.0:8000`, `:$PORT` or `8000`. */
function portIn(text: string, { environment }: Launch): number | undefined {
  const found = /^(?:tcp:\/\/)?(?:[\w.*[\]]*:)?(\d{2,5})$/.exec(filled(text, environment))?.[1];
  return found === undefined ? undefined : Number(found);
}

/** gunicorn reads gunicorn.conf.py where it starts, and whatever `-c` names. */
function gunicornConfiguration(service: ServiceFiles, { place }: Start, launch: Launch): Claim[] {
  const { environment, words } = launch;
  if (environment.has("GUNICORN_CMD_ARGS")) return [];
  const [named] = valuesOf(words, ["-c", "--config"]);
  const file = service.file(named?.replace(/^(python:|file:|\.\/|\/app\/)/, "") ?? "gunicorn.conf.py");
  if (named !== undefined && !file) return [];
  const written = file && /^bind\s*=\s*(.+)$/m.exec(service.code(file))?.[1]?.trim();
  if (file && written !== undefined) {
    const plain = /^["']([^"'{]*)["']$/.exec(written)?.[1];
    return plain === undefined ? [] : port(portIn(plain, launch), placeOf(file, /^bind\s*=/m), "gunicorn's configuration binds it");
  }
  // Without a bind, gunicorn listens at $PORT.
  const variable = environment.get("PORT");
  return variable === undefined
    ? port(8000, place, "gunicorn listens there by default")
    : port(portIn(variable, launch), place, "gunicorn listens at PORT");
}

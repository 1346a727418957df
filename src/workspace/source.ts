import { posix } from "node:path";
import { type Declared, instrumentation, type Library, metricsIn } from "./metrics";
import type { Repository, SourceFile } from "./repository";
import { type Route, routesIn } from "./routes";
import type { Place } from "./yaml";

export const SOURCE = /\.(py|js|ts|mjs|cjs|jsx|tsx|go|java|kt|rb|php|rs|cs|scala|ex)$/;
const TEST =
  /(^|\/)(tests?|__tests__|spec|e2e|cypress|k6|load-?tests?|locust|fixtures?|examples?|docs?)\/|[._-](test|spec)\.|(^|\/)(test_|conftest|locustfile|k6)/i;

/** What the source below a folder says of the program. */
export interface App {
  readonly repository: Repository;
  readonly folder: string;
  readonly files: readonly SourceFile[];
  readonly routes: readonly Route[];
  /** Every path that it answers is known: nothing is mounted, generated or served from a folder. */
  readonly routesKnown: boolean;
  readonly metrics: readonly Declared[];
  readonly libraries: readonly Library[];
  /** Ports it listens on when no variable says otherwise, and the variable that may. */
  readonly listens: readonly Listen[];
}

export interface Listen {
  readonly port: number;
  readonly variable?: string;
  readonly loopback: boolean;
  readonly place: Place;
}

const cache = new WeakMap<Repository, Map<string, App>>();

export function appIn(repository: Repository, folder: string): App {
  const known = cache.get(repository) ?? new Map<string, App>();
  cache.set(repository, known);
  const found = known.get(folder) ?? read(repository, folder);
  known.set(folder, found);
  return found;
}

function read(repository: Repository, folder: string): App {
  const below = repository.under(folder).filter((file) => !TEST.test(posix.relative(folder, file.path)) && file.size < 300_000);
  const files = below.filter(({ path }) => SOURCE.test(path)).slice(0, 1500);
  const settings = below.filter(({ name }) =>
    /^application.*\.(properties|ya?ml)$|^pom\.xml$|^build\.gradle(\.kts)?$|^requirements.*\.txt$|^pyproject\.toml$|^package\.json$|^go\.mod$|^Pipfile$/.test(
      name,
    ),
  );
  const { routes, known } = routesIn(files, settings);
  return {
    repository,
    folder,
    files,
    routes,
    routesKnown: known,
    metrics: files.flatMap(metricsIn),
    libraries: instrumentation([...files, ...settings]),
    listens: files.flatMap(listensIn).concat(settings.flatMap(springPort)),
  };
}

const LISTENS: readonly RegExp[] = [
  /(?:^|[^\w.])(?:app|application|server|uvicorn|socketio|web|bottle|waitress)\.run\((?<args>[^\n]*(?:\n[^)\n]*){0,6}?)\)/g,
  /\bserve\((?<args>\s*app[^)]*)\)/g,
  /\.listen\(\s*(?<args>[^()\n]*)/g,
  /(?:ListenAndServe(?:TLS)?|net\.Listen|\.Run|\.Start)\(\s*(?:"tcp",\s*)?(?<args>"[^"\n]*:\d{2,5}")/g,
  /\bAddr:\s*(?<args>"[^"\n]*:\d{2,5}")/g,
];

function listensIn(file: SourceFile): Listen[] {
  const { text } = file;
  const found: Listen[] = [];
  for (const pattern of LISTENS) {
    for (const match of text.matchAll(pattern)) {
      const args = match.groups!.args ?? "";
      const port = portOf(args, text, file.name);
      if (!port) continue;
      const line = text.slice(0, match.index).split("\n").length + (/^\n/.test(match[0]) ? 1 : 0);
      found.push({ ...port, loopback: isLoopback(args, file.name, match[0]), place: { file, line } });
    }
  }
  return found;
}

function portOf(args: string, text: string, name: string): { port: number; variable?: string } | undefined {
  const given = /port\s*[=:]\s*([^,)}]+(?:\([^)]*\))*)/.exec(args)?.[1] ?? args.split(",")[0]!.trim();
  const named = /^[A-Za-z_]\w*$/.test(given.trim())
    ? new RegExp(`\\b${given.trim()}\\s*(?::\\s*\\w+\\s*)?(?::=|=)\\s*([^;\\n]+)`).exec(text)?.[1]
    : undefined;
  const source = (named ?? given).replace(/,\s*10\s*\)/g, ")"); // the base of parseInt is no port
  const variable =
    /(?:environ(?:\.get)?|getenv|env|Getenv)[.([\s"']+([A-Z_][A-Z0-9_]*)/.exec(source)?.[1] ?? destructured(given.trim(), text);
  const number = /(?:^|[^\w.])["']?:?(?:[\w.]*:)?(\d{2,5})\b/.exec(source.replace(/["']?\b0\.0\.0\.0["']?/, ""))?.[1];
  if (number) return { port: Number(number), variable };
  if (variable) return undefined;
  // Flask's own default; the others must be told.
  return /\.py$/.test(name) && !/port/.test(args) && /debug|host|^\s*$/.test(args) && /\bFlask\(/.test(text) ? { port: 5000 } : undefined;
}

/** The variable in `const { PORT: port = 3000 } = process.env`. */
function destructured(name: string, text: string): string | undefined {
  const taken = [...text.matchAll(/\{([^{}]*)\}\s*=\s*(?:globalThis\.)?process\.env\b/g)].flatMap((match) => match[1]!.split(","));
  const parts = taken.map((one) => /^\s*(\w+)\s*(?::\s*(\w+))?\s*(?:=|$)/.exec(one));
  return parts.find((one) => one && (one[2] ?? one[1]) === name)?.[1];
}

function isLoopback(args: string, name: string, call: string): boolean {
  if (/["'](127\.0\.0\.1|localhost)["'\s:]|["'](127\.0\.0\.1|localhost):/.test(args)) return true;
  return name.endsWith(".py") && /\bapp\.run\(/.test(call) && !/host/.test(args) && !/\*\*/.test(args);
}

/** The program's own port, and that of its health and metrics where it has one apart. */
function springPort(file: SourceFile): Listen[] {
  if (/-(test|dev|local)\./.test(file.name)) return [];
  const places = [
    { path: ["server", "port"], variable: "SERVER_PORT" },
    { path: ["management", "server", "port"], variable: "MANAGEMENT_SERVER_PORT" },
  ];
  return places.flatMap(({ path, variable }) => {
    const match = plain(path).exec(file.text) ?? nested(path).exec(file.text);
    if (!match) return [];
    const line = file.text.slice(0, match.index).split("\n").length;
    return [{ port: Number(match[2]), variable: match[1] ?? variable, loopback: false, place: { file, line } }];
  });
}

const PORT = "(?:\\$\\{(\\w+):)?(\\d+)\\}?";
const plain = (path: readonly string[]): RegExp => new RegExp(`^\\s*${path.join("\\.")}\\s*[=:]\\s*${PORT}`, "m");

/** As YAML writes it, one word a line, with others between them: each in one way only, or a long file would take forever. */
const nested = (path: readonly string[]): RegExp =>
  new RegExp(
    `^${path.map((word, at) => (at === 0 ? `${word}:` : `[ \\t]+${word}:`)).join("[ \\t\\r]*\\n(?:[ \\t][^\\n]*\\n|\\r?\\n)*?")}\\s*${PORT}`,
    "m",
  );

import { nestRoutes } from "./nest-routes";
import type { SourceFile } from "./repository";
import type { Place } from "./yaml";

export interface Route {
  readonly path: string;
  readonly place: Place;
}

/** How the frameworks name a route; the last group is its path. */
const ROUTES: readonly { readonly files: RegExp; readonly pattern: RegExp }[] = [
  {
    files: /\.py$/,
    pattern: /@\s*[\w.]+\.(?:route|get|post|put|patch|delete|head|api_route|websocket)\(\s*(?:path\s*=\s*)?[rf]?["']([^"']*)["']/g,
  },
  { files: /\.py$/, pattern: /\b(?:add_url_rule|add_api_route|add_route|Route|Mount)\(\s*[rf]?["']([^"']*)["']/g },
  { files: /\.py$/, pattern: /\b(?:path|re_path|url)\(\s*r?["']\^?([^"']*?)\$?["']/g },
  {
    files: /\.[mc]?[jt]sx?$/,
    pattern: /\b\w*(?:app|router|server|fastify|route|api)\w*\.(?:get|post|put|patch|delete|all|head|use)\(\s*["'`]([^"'`]*)["'`]/gi,
  },
  { files: /\.[mc]?[jt]sx?$/, pattern: /@(?:Get|Post|Put|Patch|Delete|All|Controller)\(\s*["'`]?([^"'`)]*)["'`]?\s*\)/g },
  { files: /\.[mc]?[jt]sx?$/, pattern: /\b(?:url|pathname|path)\s*={2,3}\s*["'`](\/[^"'`]*)["'`]/g },
  { files: /\.go$/, pattern: /\.?(?:HandleFunc|Handle|GET|POST|PUT|PATCH|DELETE|Get|Post|Any|Methods|Path)\(\s*"(?:[A-Z]+ )?(\/[^"]*)"/g },
  {
    files: /\.(java|kt)$/,
    pattern: /@(?:Get|Post|Put|Patch|Delete|Request)Mapping\(\s*(?:value\s*=\s*|path\s*=\s*)?\{?\s*["']([^"']*)["']/g,
  },
];

/** What answers paths that no pattern above sees. */
const UNSEEN =
  /\binclude_router\([^)]*\)|register_blueprint\([^)]*url_prefix|url_prefix\s*=|APIRouter\([^)]*prefix|\binclude\(|express\.static|StaticFiles|serveStatic|http\.FileServer|static_url_path|app\.mount\(|\.use\(\s*["'`]\/[^"'`]*["'`]\s*,\s*(?!\(|function|async)|Blueprint\(|RouterFunction|healthcheck|terminus|DispatcherMiddleware|createProxyMiddleware|PathPrefix|\.Group\(|\.Route\(\s*"[^"]*",\s*func|\.Mount\(\s*"|Route::|next\/|@Path\(|make_asgi_app|add_middleware\(\s*HealthCheck|fastify\.register|lightship|sinatra|rails/i;

export function routesIn(files: readonly SourceFile[], settings: readonly SourceFile[]): { routes: Route[]; known: boolean } {
  const routes: Route[] = [];
  let known = true;
  for (const file of files) {
    const before = routes.length;
    for (const { files: wanted, pattern } of ROUTES) if (wanted.test(file.name)) routes.push(...matchesOf(file, pattern));
    if (UNSEEN.test(file.text)) known = false;
    if (routes.length === before && /\.(rb|php|rs|cs|scala|ex)$/.test(file.name)) known = false;
  }
  if (settings.some(({ text }) => /spring-boot|"next"|"nuxt"|django|quarkus|"vite"|react-scripts/i.test(text))) known = false;
  if (files.some(({ text }) => text.includes("NestFactory"))) {
    const nest = nestRoutes(files);
    return { routes: nest.routes, known: known && nest.known };
  }
  return { routes, known: known && routes.length > 0 };
}

function matchesOf(file: SourceFile, pattern: RegExp): Route[] {
  return [...file.text.matchAll(pattern)].map((match) => ({
    path: normalRoute(match[1]!),
    place: { file, line: file.text.slice(0, match.index).split("\n").length },
  }));
}

const normalRoute = (path: string): string => `/${path.replace(/^\/+|\/+$/g, "")}`;

/** Whether one of them answers this path: parameters take any step, `*` any rest. */
export function answers(routes: readonly Route[], wanted: string): boolean {
  const path = normalRoute(wanted.replace(/[?#].*$/, ""));
  return routes.some((route) => {
    if (route.path === path) return true;
    const source = route.path
      .replace(/[.+^$()|[\]\\]/g, "\\$&")
      .replace(/<(?:path:)[^>]*>|\{[^}]*:path\}|\*+/g, "\u0000")
      .replace(/<[^>]*>|\{[^}]*\}|:[A-Za-z_]\w*/g, "[^/]+")
      .replaceAll("\u0000", ".*");
    try {
      return new RegExp(`^${source}$`).test(path);
    } catch {
      return true;
    }
  });
}

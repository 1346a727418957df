import type { SourceFile } from "./repository";
import type { Route } from "./routes";

const CONTROLLER = /@Controller\(([^)]*)\)/g;
const METHOD = /@(?:Get|Post|Put|Patch|Delete|All|Head|Options)\(([^)]*)\)/g;
const TEXT = /^\s*(?:\{\s*path:\s*)?["'`]([^"'`$]*)["'`]\s*\}?\s*,?\s*$/;

/** What answers beside controllers, or changes their paths in a way that is not read here. */
const UNSEEN =
  /ServeStaticModule|useStaticAssets|RouterModule|GraphQLModule|SwaggerModule|PrometheusModule|enableVersioning|getHttpAdapter|applyDecorators|forRoutes|VERSION_NEUTRAL|exclude:|express\(\)|new FastifyAdapter|extends \w*Controller/;

/** The routes of a program with NestJS: the path of a controller with that of each method, behind the prefix of all. */
export function nestRoutes(files: readonly SourceFile[]): { routes: Route[]; known: boolean } {
  const routes: Route[] = [];
  let known = !files.some(({ text }) => UNSEEN.test(text));
  const prefixes = files.flatMap(({ text }) => [...text.matchAll(/setGlobalPrefix\(([^)]*)\)/g)].map((match) => match[1]!));
  const prefix = pathIn(prefixes[0] ?? "");
  if (prefixes.length > 1 || prefix === undefined) known = false;
  for (const file of files) {
    const controllers = [...file.text.matchAll(CONTROLLER)];
    for (const [at, controller] of controllers.entries()) {
      const base = pathIn(controller[1]!);
      const body = file.text.slice(controller.index, controllers[at + 1]?.index);
      for (const method of body.matchAll(METHOD)) {
        const path = pathIn(method[1]!);
        if (base === undefined || path === undefined) known = false;
        const line = file.text.slice(0, controller.index + method.index).split("\n").length;
        routes.push({ path: joined(prefix, base, path), place: { file, line } });
      }
    }
  }
  return { routes, known: known && routes.length > 0 };
}

/** The text in a decorator; undefined where it is something else. */
const pathIn = (given: string): string | undefined => (given.trim() === "" ? "" : TEXT.exec(given)?.[1]);

const joined = (...parts: readonly (string | undefined)[]): string =>
  `/${parts
    .map((part) => (part ?? "").replace(/^\/+|\/+$/g, ""))
    .filter(Boolean)
    .join("/")}`;

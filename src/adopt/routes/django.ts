import type { SourceFile } from "../../workspace/repository";
import { argumentsOf, literal, splitArguments } from "../code";
import { placeAt, type ServiceFiles } from "../service-files";
import type { Route, Routes } from "./route-tree";

interface Found {
  readonly routes: Route[];
  complete: boolean;
}

/** Routes of Django: from the root URL configuration of the settings through every plain `include`. */
export function djangoRoutes(service: ServiceFiles): Routes {
  const roots = new Set([...service.matches(/\.py$/, /^ROOT_URLCONF\s*=\s*["']([\w.]+)["']/gm)].map(({ match }) => match[1]!));
  const [module] = roots;
  const file = roots.size === 1 ? moduleFile(service, module!) : undefined;
  const found: Found = { routes: [], complete: file !== undefined };
  if (file) read(service, file, "/", found, 0);
  return found;
}

function read(service: ServiceFiles, file: SourceFile, prefix: string, found: Found, depth: number): void {
  const code = service.code(file);
  for (const match of code.matchAll(/(?<![\w.])(path|re_path|url)\(/g)) {
    const [first, view = ""] = splitArguments(argumentsOf(code, match));
    const text = literal(first);
    if (match[1] !== "path" || text === undefined || text.includes("<")) {
      found.complete = false;
      continue;
    }
    const included = /^include\(\s*["']([\w.]+)["']/.exec(view)?.[1];
    const target = included === undefined ? undefined : moduleFile(service, included);
    if (target && depth < 10) read(service, target, prefix + text, found, depth + 1);
    else if (included === "django_prometheus.urls")
      found.routes.push({ path: `${prefix}${text}metrics`, place: placeAt(file, match.index) });
    else if (/^include\(|\.urls$/.test(view)) found.complete = false;
    else found.routes.push({ path: prefix + text, place: placeAt(file, match.index) });
  }
}

/** Modules are found from where manage.py lies. */
function moduleFile(service: ServiceFiles, module: string): SourceFile | undefined {
  const path = module.replaceAll(".", "/");
  const [manage, ...more] = service.named(/^manage\.py$/);
  const home = manage && more.length === 0 ? service.within(manage).replace(/manage\.py$/, "") : "";
  return service.first(`${home}${path}.py`, `${home}${path}/__init__.py`, `src/${path}.py`);
}

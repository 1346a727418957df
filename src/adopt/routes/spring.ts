import { argumentsOf, literal, named, splitArguments } from "../code";
import { placeAt, type ServiceFiles } from "../service-files";
import { springProperty } from "../spring-properties";
import { joined, type Route, type Routes } from "./route-tree";

/** Routes of Spring's controllers, below the context path and the mapping of their class. */
export function springRoutes(service: ServiceFiles): Routes {
  const settings = ["server.servlet.context-path", "spring.mvc.servlet.path", "spring.webflux.base-path"].map((key) =>
    springProperty(service, key),
  );
  const prefix = settings.reduce<string | undefined>(
    (path, found) => (path === undefined || found?.value === undefined ? (found ? undefined : path) : joined(path, found.value)),
    "",
  );
  if (prefix === undefined) return { routes: [], complete: false };
  const routes: Route[] = [];
  let complete = true;
  for (const file of service.named(/\.(java|kt)$/)) {
    const code = service.code(file);
    const type = code.search(/\b(class|interface|record)\s+\w+/);
    if (!/@(Rest)?Controller\b/.test(code)) continue;
    let above: string | undefined = "";
    for (const match of code.matchAll(/@(Get|Request)Mapping(\()?/g)) {
      const path = mappingPath(match[2] ? argumentsOf(code, match) : "");
      if (path === undefined) complete = false;
      if (match.index < type) above = path;
      else if (above !== undefined && path !== undefined)
        routes.push({ path: joined(joined(prefix, above), path), place: placeAt(file, match.index) });
    }
  }
  return { routes, complete };
}

function mappingPath(written: string): string | undefined {
  const list = splitArguments(written);
  if (list.length === 0) return "";
  const method = named(list, "method");
  if (method !== undefined && !/GET/.test(method)) return undefined;
  return literal(named(list, "value", "path") ?? list[0]);
}

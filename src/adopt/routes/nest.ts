import { argumentsOf, JAVASCRIPT, literal } from "../code";
import { placeAt, type ServiceFiles } from "../service-files";
import { joined, type Route, type Routes } from "./route-tree";

/** Routes of NestJS: methods of controllers, below the prefix that all of them have. */
export function nestRoutes(service: ServiceFiles): Routes {
  const prefix = globalPrefix(service);
  if (prefix === undefined) return { routes: [], complete: false };
  const routes: Route[] = [];
  let complete = true;
  for (const file of service.named(JAVASCRIPT)) {
    const code = service.code(file);
    let controller: string | undefined;
    for (const match of code.matchAll(/@(Controller|Get|Head|All)\(/g)) {
      const written = argumentsOf(code, match).trim();
      const path = written === "" ? "" : literal(written);
      if (path === undefined) complete = false;
      if (match[1] === "Controller") controller = path;
      else if (controller !== undefined && path !== undefined)
        routes.push({ path: joined(joined(prefix, controller), path), place: placeAt(file, match.index) });
    }
  }
  return { routes, complete };
}

/** Nothing where some paths have it and some have not, or where it is no plain text. */
function globalPrefix(service: ServiceFiles): string | undefined {
  const found = [...service.matches(JAVASCRIPT, /\.(setGlobalPrefix|enableVersioning)\(/g)];
  if (found.length === 0) return "";
  const [{ file, match }] = found as [(typeof found)[0]];
  if (found.length > 1 || match[1] !== "setGlobalPrefix") return undefined;
  return literal(argumentsOf(service.code(file), match));
}

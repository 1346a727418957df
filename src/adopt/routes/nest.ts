import { argumentsAt, literal } from "../code";
import { placeAt, type ServiceFiles } from "../service-files";
import { joined, type Route, type Routes } from "./route-tree";

const FILES = /\.[mc]?[jt]s$/;

/** Routes of NestJS: methods of controllers, below the prefix that all of them have. */
export function nestRoutes(service: ServiceFiles): Routes {
  const prefix = globalPrefix(service);
  if (prefix === undefined) return { routes: [], complete: false };
  const routes: Route[] = [];
  let complete = true;
  for (const file of service.named(FILES)) {
    const code = service.code(file);
    let controller: string | undefined;
    for (const match of code.matchAll(/@(Controller|Get|Head|All)\(/g)) {
      const written = argumentsAt(code, match.index + match[0].length - 1).trim();
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
  const found = [...service.matches(FILES, /\.(setGlobalPrefix|enableVersioning)\(/g)];
  if (found.length === 0) return "";
  const [{ file, match }] = found as [(typeof found)[0]];
  if (found.length > 1 || match[1] !== "setGlobalPrefix") return undefined;
  return literal(argumentsAt(service.code(file), match.index + match[0].length - 1));
}

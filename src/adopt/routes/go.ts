import type { SourceFile } from "../../workspace/repository";
import { argumentsOf, endOf, literal, splitArguments } from "../code";
import { placeAt, type ServiceFiles } from "../service-files";
import { joined, type Route, type Routes } from "./route-tree";

const ROUTER = /\b(?:http\.NewServeMux|chi\.NewRouter|chi\.NewMux|gin\.(?:Default|New)|echo\.New|mux\.NewRouter)\(/g;
const ROUTE = /(?<![\w.])((?:\w+\.)?\w+)\.(HandleFunc|Handle|Get|GET|Any)\(/g;
const LISTENS = /\bListenAndServe(?:TLS)?\(|\b(?:r|router|e|engine|app|srv|server)\.(?:Run|Start)\(/;
/** What changes paths in a way that is not followed. */
const HIDDEN = /\.Mount\(|StripPrefix|PathPrefix|\.Subrouter\(/;

/** Routes of net/http, chi, gin and echo, where there is one router: with several, a path may be another port's. */
export function goRoutes(service: ServiceFiles): Routes {
  const routers = [...service.matches(/\.go$/, ROUTER)];
  const hidden = service.named(/\.go$/).some((file) => HIDDEN.test(service.code(file)));
  const global = [...service.matches(/\.go$/, /\bhttp\.(?:HandleFunc|Handle)\(/g)].length > 0;
  if (routers.length + (global ? 1 : 0) !== 1 || hidden || serversIn(service) > 1) return { routes: [], complete: false };
  const all = service.named(/\.go$/).map((file) => routesOf(file, service.code(file)));
  return { routes: all.flatMap(({ routes }) => routes), complete: all.every(({ complete }) => complete) };
}

/** How many of the programs listen: each has paths of its own, and a default router. */
function serversIn(service: ServiceFiles): number {
  const mains = service.named(/\.go$/).filter((file) => /^package main\b/m.test(service.code(file)) && LISTENS.test(service.code(file)));
  return new Set(mains.map(({ folder }) => folder)).size;
}

function routesOf(file: SourceFile, code: string): { routes: Route[]; complete: boolean } {
  const blocks = blocksOf(code);
  const groups = groupsOf(code);
  const routes: Route[] = [];
  let complete = true;
  for (const match of code.matchAll(ROUTE)) {
    const [first, handler] = splitArguments(argumentsOf(code, match));
    const written = literal(first);
    const [, method = "GET", path] = /^(?:([A-Z]+) )?(\/\S*)$/.exec(written ?? "") ?? [];
    if (handler === undefined) continue; // `header.Get("/x")` has one argument
    if (path === undefined) complete = false;
    else if (method === "GET") {
      const around = blocks.filter(({ from, to }) => from < match.index && match.index < to).map(({ prefix }) => prefix);
      const prefixes = [...around, groups.get(match[1]!) ?? ""];
      if (prefixes.includes(undefined as never) || groups.get(match[1]!) === null) complete = false;
      else
        routes.push({
          path: prefixes.reduce<string>((start, prefix) => joined(start, prefix!), "").replace(/\/$/, "") + path,
          place: placeAt(file, match.index),
        });
    }
  }
  return { routes, complete };
}

/** chi's `r.Route("/api", func(r chi.Router) { … })`. */
function blocksOf(code: string): { from: number; to: number; prefix: string | undefined }[] {
  return [...code.matchAll(/\.Route\(/g)].map((match) => {
    const open = match.index + match[0].length - 1;
    const [first] = splitArguments(argumentsOf(code, match));
    return { from: open, to: endOf(code, open), prefix: literal(first) };
  });
}

/** gin's and echo's `api := r.Group("/api")`, one below the other; null where a prefix is no plain text. */
function groupsOf(code: string): Map<string, string | null> {
  const groups = new Map<string, string | null>();
  for (const [, name, parent, written] of code.matchAll(/(\w+)\s*:?=\s*(\w+)\.Group\(\s*([^,)]*)/g)) {
    const [above, prefix] = [groups.get(parent!) ?? "", literal(written)];
    groups.set(name!, above === null || prefix === undefined || groups.has(name!) ? null : joined(above, prefix));
  }
  return groups;
}

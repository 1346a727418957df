import type { SourceFile } from "../../workspace/repository";
import { argumentsOf, literal, named, splitArguments } from "../code";
import type { ServiceFiles } from "../service-files";
import { placeAt } from "../service-files";
import { PythonNames } from "./python-names";
import { idOf, joined, type Routes, RouteTree } from "./route-tree";

const APPLICATION = /^[ \t]*(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)?(Flask|FastAPI)\(/gm;
const ROUTER = /^[ \t]*(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)?(Blueprint|APIRouter)\(/gm;
const ROUTE = /@\s*(\w+)\.(route|get|head|api_route)\(/g;
const MOUNT = /(?<![\w.])(\w+)\.(register_blueprint|include_router|mount|add_url_rule|add_api_route)\(/g;

/** Routes of Flask and FastAPI: decorators on an application, and on blueprints and routers that are registered with it. */
export function flaskAndFastapiRoutes(service: ServiceFiles): Routes {
  return new Reader(service).read();
}

interface Router {
  /** Flask's registration replaces a blueprint's own prefix; FastAPI's comes before it. */
  readonly isBlueprint: boolean;
  /** Its own; nothing where that is no plain text. */
  readonly prefix: string | undefined;
}

class Reader {
  private readonly tree = new RouteTree();
  private readonly names: PythonNames;
  private readonly routers = new Map<string, Router>();

  constructor(private readonly service: ServiceFiles) {
    this.names = new PythonNames(service);
  }

  read(): Routes {
    for (const file of this.files) this.define(file);
    for (const file of this.files) this.routes(file);
    for (const file of this.files) this.mounts(file);
    return this.tree.compose();
  }

  private get files(): SourceFile[] {
    return this.service.named(/\.py$/);
  }

  private define(file: SourceFile): void {
    const code = this.service.code(file);
    for (const match of code.matchAll(APPLICATION)) this.tree.root(idOf(file, match[1]!));
    for (const match of code.matchAll(ROUTER)) {
      const given = named(splitArguments(argumentsOf(code, match)), "prefix", "url_prefix");
      const prefix = given === undefined ? "" : literal(given);
      this.routers.set(idOf(file, match[1]!), { isBlueprint: match[2] === "Blueprint", prefix });
    }
  }

  private known = (id: string): boolean => this.tree.isRoot(id) || this.routers.has(id);

  /** A parameter of a function that is called like the one application is that application. */
  private target(file: SourceFile, name: string): string | undefined {
    const only = this.tree.onlyRoot;
    return this.names.resolve(file, name, this.known) ?? (only?.endsWith(`#${name}`) ? only : undefined);
  }

  private routes(file: SourceFile): void {
    const code = this.service.code(file);
    for (const match of code.matchAll(ROUTE)) {
      const list = splitArguments(argumentsOf(code, match));
      const methods = named(list, "methods");
      if (methods !== undefined && !/["']GET["']/i.test(methods)) continue;
      this.route(file, match, literal(named(list, "path", "rule") ?? list[0]));
    }
  }

  private route(file: SourceFile, match: RegExpExecArray, path: string | undefined): void {
    const router = this.target(file, match[1]!);
    if (router === undefined) return;
    const { isBlueprint = true, prefix: own } = this.routers.get(router) ?? {};
    if (path === undefined || (!isBlueprint && own === undefined)) this.tree.incomplete();
    else this.tree.route(router, isBlueprint || !own ? path : joined(own, path), placeAt(file, match.index));
  }

  private mounts(file: SourceFile): void {
    const code = this.service.code(file);
    for (const match of code.matchAll(MOUNT)) {
      const list = splitArguments(argumentsOf(code, match));
      if (/^add_/.test(match[2]!)) this.route(file, match, literal(list[0]));
      else this.mount(file, match, list);
    }
  }

  private mount(file: SourceFile, match: RegExpExecArray, list: readonly string[]): void {
    const isMount = match[2] === "mount";
    const child = this.names.resolve(file, (isMount ? list[1] : list[0]) ?? "", this.known);
    const parent = this.target(file, match[1]!);
    const prefix = isMount ? list[0] : named(list, "prefix", "url_prefix");
    if (parent && isMount && /make_(asgi|wsgi)_app/.test(this.appOf(file, list[1]))) this.route(file, match, literal(prefix));
    if (child && parent) this.tree.mount(child, parent, prefix === undefined ? this.prefixOf(child) : literal(prefix));
    else this.tree.incomplete();
  }

  /** Of a router that is mounted without one. */
  private prefixOf(child: string): string | undefined {
    const router = this.routers.get(child);
    return router?.isBlueprint ? router.prefix : "";
  }

  /** What is mounted, where a name is given for it. */
  private appOf(file: SourceFile, expression = ""): string {
    if (!/^\w+$/.test(expression)) return expression;
    return new RegExp(`^[ \\t]*${expression}\\s*=\\s*([^\\n]+)`, "m").exec(this.service.code(file))?.[1] ?? "";
  }
}

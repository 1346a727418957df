import { posix } from "node:path";
import { literally } from "../../workspace/patterns";
import type { SourceFile } from "../../workspace/repository";
import { argumentsOf, JAVASCRIPT, literal, splitArguments } from "../code";
import type { ServiceFiles } from "../service-files";
import { placeAt } from "../service-files";
import { idOf, type Routes, RouteTree } from "./route-tree";

const APPLICATION = /\b(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*(?:express|require\(\s*["']express["']\s*\))\(\s*\)/g;
const ROUTER = /\b(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*(?:new\s+)?(?:express\.)?Router\(/g;
const ROUTE = /(?<![\w.])(\w+)\.(get|head|all)\(/g;
const CHAIN = /(?<![\w.])(\w+)\.route\(\s*(["'`]\/[^"'`$]*["'`])\s*\)\s*\.(?:get|all)\(/g;
const USE = /(?<![\w.])(\w+)\.use\(/g;

/** Routes of Express: on an application, and on routers that it uses. */
export function expressRoutes(service: ServiceFiles): Routes {
  return new Reader(service).read();
}

class Reader {
  private readonly tree = new RouteTree();
  private readonly routers = new Set<string>();

  constructor(private readonly service: ServiceFiles) {}

  read(): Routes {
    const files = this.service.named(JAVASCRIPT);
    for (const file of files) {
      const code = this.service.code(file);
      for (const match of code.matchAll(APPLICATION)) this.tree.root(idOf(file, match[1]!));
      for (const match of code.matchAll(ROUTER)) this.routers.add(idOf(file, match[1]!));
    }
    for (const file of files) this.routesOf(file);
    return this.tree.compose();
  }

  private routesOf(file: SourceFile): void {
    const code = this.service.code(file);
    for (const match of code.matchAll(ROUTE)) {
      const list = splitArguments(argumentsOf(code, match));
      const path = literal(list[0]);
      if (list.length > 1 && path?.startsWith("/")) this.route(file, match, path);
    }
    for (const match of code.matchAll(CHAIN)) this.route(file, match, literal(match[2])!);
    for (const match of code.matchAll(USE)) this.use(file, match, splitArguments(argumentsOf(code, match)));
  }

  private route(file: SourceFile, match: RegExpExecArray, path: string): void {
    const router = this.target(file, match[1]!);
    if (router) this.tree.route(router, path, placeAt(file, match.index));
  }

  /** A parameter of a function that is called like the one application is that application. */
  private target(file: SourceFile, name: string): string | undefined {
    const own = idOf(file, name);
    if (this.routers.has(own) || this.tree.isRoot(own)) return own;
    const only = this.tree.onlyRoot;
    return only?.endsWith(`#${name}`) ? only : undefined;
  }

  private use(file: SourceFile, match: RegExpExecArray, list: readonly string[]): void {
    const parent = this.target(file, match[1]!);
    if (!parent) return;
    const prefix = literal(list[0]);
    const first = list[0] ?? "";
    const isPrefix = prefix !== undefined || /^[`[]|^\w*(PREFIX|BASE|PATH)\w*$/i.test(first);
    for (const handler of isPrefix ? list.slice(1) : list) {
      const child = this.handler(file, handler);
      if (child) this.tree.mount(child, parent, isPrefix ? prefix : "");
      else if (!/^\w+(\.\w+)?\(\s*\)$|=>|^function/.test(handler)) this.tree.incomplete();
    }
  }

  private handler(file: SourceFile, expression: string): string | undefined {
    const required = /^require\(\s*["'](\.[^"']*)["']\s*\)(?:\.(\w+))?$/.exec(expression);
    if (required) return this.exported(file, required[1]!, required[2]);
    if (!/^\w+$/.test(expression)) return undefined;
    const own = idOf(file, expression);
    if (this.routers.has(own) || this.tree.isRoot(own)) return own;
    const code = this.service.code(file);
    const whole =
      new RegExp(`\\bimport\\s+${expression}\\s+from\\s+["'](\\.[^"']*)["']`).exec(code) ??
      new RegExp(`\\b${expression}\\s*=\\s*require\\(\\s*["'](\\.[^"']*)["']\\s*\\)`).exec(code);
    if (whole) return this.exported(file, whole[1]!);
    for (const [, list, path] of code.matchAll(/\{([^{}]*)\}\s*(?:from|=\s*require\()\s*["'](\.[^"']*)["']/g))
      for (const item of list!.split(",")) {
        const [name, as = name] = item.trim().split(/\s+as\s+|\s*:\s*/);
        if (as === expression) return this.exported(file, path!, name);
      }
    return undefined;
  }

  /** The router that a file gives away under a name, or as all that it gives. */
  private exported(from: SourceFile, path: string, name?: string): string | undefined {
    const target = this.fileAt(from, path);
    if (!target) return undefined;
    const code = this.service.code(target);
    const local = name ? nameWithin(code, name) : /(?:module\.exports\s*=|export\s+default)\s*(\w+)\s*;?\s*$/m.exec(code)?.[1];
    const id = local && idOf(target, local);
    return id && (this.routers.has(id) || this.tree.isRoot(id)) ? id : undefined;
  }

  private fileAt(from: SourceFile, path: string): SourceFile | undefined {
    const base = posix.join(from.folder, path);
    const bare = base.replace(/\.[mc]?js$/, "");
    const ends = [".ts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];
    return [base, ...ends.map((end) => bare + end), ...ends.map((end) => base + end)]
      .map((candidate) => this.service.repository.file(candidate))
      .find((file) => file !== undefined && JAVASCRIPT.test(file.name));
  }
}

/** What a file calls that which it gives away under a name. */
function nameWithin(code: string, name: string): string {
  const shown = literally(name);
  const listed = new RegExp(`(?:module\\.exports\\s*=|export)\\s*\\{[^}]*?\\b(?:${shown}\\s*:\\s*(\\w+)|(\\w+)\\s+as\\s+${shown})\\b`).exec(
    code,
  );
  return listed?.[1] ?? listed?.[2] ?? name;
}

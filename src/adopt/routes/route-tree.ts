import type { SourceFile } from "../../workspace/repository";
import type { Place } from "../../workspace/yaml";

export interface Route {
  readonly path: string;
  readonly place: Place;
}

export interface Routes {
  readonly routes: readonly Route[];
  /** Nothing is mounted whose paths or prefix could not be read. */
  readonly complete: boolean;
}

interface Mount {
  readonly parent: string;
  /** Nothing where it is no plain text. */
  readonly prefix: string | undefined;
}

/** A router, by the file that defines it and its name there. */
export const idOf = (file: SourceFile, name: string): string => `${file.path}#${name}`;

/** Routers that are mounted below each other. A route counts only if the whole way from the application to it is known. */
export class RouteTree {
  private readonly roots = new Set<string>();
  private readonly mounts = new Map<string, Mount[]>();
  private readonly found: { readonly router: string; readonly path: string; readonly place: Place }[] = [];
  private whole = true;

  root(id: string): void {
    this.roots.add(id);
  }

  get onlyRoot(): string | undefined {
    return this.roots.size === 1 ? [...this.roots][0] : undefined;
  }

  isRoot(id: string): boolean {
    return this.roots.has(id);
  }

  mount(child: string, parent: string, prefix: string | undefined): void {
    this.mounts.set(child, [...(this.mounts.get(child) ?? []), { parent, prefix }]);
  }

  route(router: string, path: string, place: Place): void {
    this.found.push({ router, path, place });
  }

  /** Something answers paths that are not known. */
  incomplete(): void {
    this.whole = false;
  }

  compose(): Routes {
    // Which of several applications is the one that users ask, nothing tells.
    if ([...this.roots].filter((root) => !this.mounts.has(root)).length > 1) return { routes: [], complete: false };
    const known = new Map<string, string[] | undefined>();
    const routes = this.found.flatMap(({ router, path, place }) => {
      if (!known.has(router)) known.set(router, this.prefixesOf(router, new Set()));
      const prefixes = known.get(router);
      if (!prefixes) this.whole = false;
      return (prefixes ?? []).map((prefix) => ({ path: joined(prefix, path), place }));
    });
    return { routes, complete: this.whole };
  }

  private prefixesOf(router: string, seen: ReadonlySet<string>): string[] | undefined {
    const mounts = this.mounts.get(router);
    if (!mounts && this.roots.has(router)) return [""];
    if (!mounts || seen.has(router) || seen.size > 20) return undefined;
    const prefixes: string[] = [];
    for (const { parent, prefix } of mounts) {
      const above = prefix === undefined ? undefined : this.prefixesOf(parent, new Set([...seen, router]));
      if (!above) return undefined;
      prefixes.push(...above.map((start) => joined(start, prefix!)));
    }
    return prefixes;
  }
}

/** `/api` and `health/` are `/api/health/`; a slash at the end matters to some frameworks. */
export function joined(prefix: string, path: string): string {
  const rest = path.replace(/^\/+/, "");
  const start = prefix.replace(/\/+$/, "");
  return rest === "" ? start || "/" : `${start.startsWith("/") || start === "" ? start : `/${start}`}/${rest}`;
}

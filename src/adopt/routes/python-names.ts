import type { SourceFile } from "../../workspace/repository";
import type { ServiceFiles } from "../service-files";
import { idOf } from "./route-tree";

/** Which file and which name of it an expression such as `views.bp` means; nothing where it is no name of this service. */
export class PythonNames {
  private readonly imports = new Map<SourceFile, Map<string, { module: string; name?: string }>>();

  constructor(private readonly service: ServiceFiles) {}

  resolve(file: SourceFile, expression: string, isDefined: (id: string) => boolean): string | undefined {
    const [first = "", second, ...more] = expression.trim().split(".");
    if (more.length > 0 || !/^\w+$/.test(first)) return undefined;
    if (second === undefined && isDefined(idOf(file, first))) return idOf(file, first);
    const imported = this.importsOf(file).get(first);
    if (!imported) return undefined;
    const ids =
      second === undefined
        ? [this.module(file, imported.module, imported.name), this.module(file, imported.module)].map(
            (target) => target && idOf(target, imported.name!),
          )
        : [this.module(file, imported.module, imported.name)].map((target) => target && idOf(target, second));
    return ids.find((id) => id !== undefined && isDefined(id));
  }

  private importsOf(file: SourceFile) {
    const known = this.imports.get(file) ?? readImports(this.service.code(file));
    this.imports.set(file, known);
    return known;
  }

  /** The file of a module, or of a name in a package that is a module itself. */
  private module(from: SourceFile, module: string, name?: string): SourceFile | undefined {
    const dots = /^\.*/.exec(module)![0].length;
    const steps = [...module.slice(dots).split("."), ...(name ? [name] : [])].filter((step) => step !== "");
    const here = this.service.within(from).split("/").slice(0, -1);
    const bases = dots > 0 ? [here.slice(0, here.length - dots + 1)] : [[], ["src"], here];
    for (const base of bases) {
      const path = [...base, ...steps].join("/");
      const found = this.service.first(`${path}.py`, `${path}/__init__.py`);
      if (found) return found;
    }
    return undefined;
  }
}

function readImports(code: string): Map<string, { module: string; name?: string }> {
  const found = new Map<string, { module: string; name?: string }>();
  for (const [, module, list] of code.matchAll(/^[ \t]*from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n]+)/gm))
    for (const item of list!.replace(/[()\\]/g, "").split(",")) {
      const [name, as] = item.trim().split(/\s+as\s+/);
      if (name) found.set((as ?? name).trim(), { module: module!, name: name.trim() });
    }
  for (const [, module, as] of code.matchAll(/^[ \t]*import\s+([\w.]+)(?:\s+as\s+(\w+))?[ \t]*$/gm))
    if (as || !module!.includes(".")) found.set(as ?? module!, { module: module! });
  return found;
}

import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { FileBase } from "projen/lib/file";
import { JsonFile } from "projen/lib/json";
import { Project } from "projen/lib/project";
import { SeededFile } from "../files/seeded-file";
import { addTemplateTree, filesOf, removeFile, type TemplateTreeOptions } from "../files/template-tree";
import type { Tree } from "../files/tree";
import { writeTree } from "../files/write-tree";
import { editText } from "../files/yaml-edit";
import { packageManifest } from "../package-root";
import { closest } from "../portfolio/closest";
import type { PortfolioOptions } from "../portfolio/options";
import { ejectedPortfolio, type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { type Scope, scopeOf } from "../portfolio/scope";
import { firstBeside } from "../portfolio/service-named";
import { EJECT, withoutTool } from "./ejected";
import { withFormerPaths } from "./migrations";
import { removeBuildTasks, tidyGitFiles, withoutMarkers } from "./projen-files";
import { ProjenNew } from "./projen-new";
import { Projenrc } from "./projenrc";
import { identify, RECORD, type Role, readRecordIfSound } from "./record";
import { report } from "./report";
import { assertSamePortfolio } from "./same-portfolio";
import { prepare, render, synthesize } from "./synthesize";
import { noteSynthesis } from "./synthesized";
import { addTool } from "./tool";

/** What the command gives beside the options; an option of a user's cannot have this name. */
export const PLACE = Symbol("place");

/** Names a file, in the environment, that gets what would be written: then nothing else is. */
export const PREVIEW = "CREATE_DEVOPS_PORTFOLIO_PREVIEW";

/** The portfolio that the command has made of the options already. */
export const MODEL = Symbol("model");

/** The service of an app repository. `projen new` takes a class only if its constructor has options alone. */
export const SERVICE = Symbol("service");

interface Internals {
  /** Where the repository lies, or will lie. @default - the current folder */
  readonly [PLACE]?: string;
  readonly [MODEL]?: Portfolio;
  /** @default - the first one */
  readonly [SERVICE]?: string;
  /** Given by `projen new`, and `outdir` with it. */
  readonly __new__?: unknown;
  readonly outdir?: string;
}

const askedFor = new WeakMap<Project, Set<string>>();

/** What the repositories have in common. */
export abstract class PortfolioRepository extends Project {
  /** @internal */
  protected readonly _portfolio: Portfolio;
  /**
   * What templates have in scope: the service of the repository or the first of those that share it, or the first one, in the first environment.
   *
   * @internal
   */
  protected readonly _scope: Scope;
  /** @internal */
  private readonly _projenNew?: ProjenNew;

  constructor(options: PortfolioOptions, role: Role) {
    const { [PLACE]: place, [MODEL]: model, [SERVICE]: service, __new__, ...given } = options as PortfolioOptions & Internals;
    const { outdir: fromProjen, ...own } = given;
    const projenNew = __new__ ? new ProjenNew(fromProjen ?? ".") : undefined;
    // An outdir in .projenrc.ts is no option, and refused like one: a repository writes only where it lies.
    const resolved = model ?? projenNew?.resolve(own) ?? resolvePortfolio(given);
    const portfolio = EJECT in process.env ? ejectedPortfolio(resolved) : resolved;
    const scope = role === "app" ? scopeOf(portfolio, firstBeside(portfolio, service)) : scopeOf(portfolio);
    super({ ...({ outdir: __new__ ? fromProjen : place, __new__ } as Internals), name: scope[`${role}Repository`] });
    this._portfolio = portfolio;
    this._scope = scope;
    const record = readRecordIfSound(this.outdir);
    if (record) assertSamePortfolio(record, role, scope);
    removeBuildTasks(this);
    if (!scope.markers) withoutMarkers(this.files);
    new Projenrc(this, role, portfolio.options, service);
    addTool(this);
    const id = record?.id ?? identify(portfolio.options);
    new JsonFile(this, RECORD, {
      obj: {
        role,
        ...(service !== undefined && { service }),
        ...(record?.removed && { removed: true }),
        id,
        version: packageManifest().version,
        options: portfolio.options,
      },
      marker: false,
      editGitignore: false,
    });
    this._addTree("tool", { owner: "managed" });
    this._addTree("shared", { owner: "managed", yields: true });
    tidyGitFiles(this);
    this._projenNew = projenNew;
  }

  /**
   * What would be written.
   *
   * @internal
   */
  public _tree(): Tree {
    const { options, ejected } = this._portfolio;
    const ownership = { own: options.own ?? [], markers: this._scope.markers };
    return ejected ? withoutTool(this, render(this, ownership)) : withFormerPaths(prepare(this, ownership), this._scope);
  }

  /** Renders every file, and writes when all are rendered. */
  public override synth(): void {
    noteSynthesis(this.outdir);
    const preview = process.env[PREVIEW];
    if (preview !== undefined) writeFileSync(preview, JSON.stringify([...this._tree()]));
    else if (this._portfolio.ejected) report(this.outdir, writeTree(this.outdir, this._tree(), { record: false }));
    else if (this.ejected || this.initProject?.synth === false) super.synth();
    else if (this._projenNew) this._projenNew.said(() => synthesize(this, this._tree()));
    else report(this.outdir, synthesize(this, this._tree()));
    if (preview === undefined) this._projenNew?.moveInstallation();
  }

  /** In the order of their bytes, which is the same everywhere and quicker than that of a language. */
  public override get files(): FileBase[] {
    return this._files().sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Asked for each new file: projen would look through all files for it. */
  public override tryFindFile(filePath: string): FileBase | undefined {
    const absolute = resolve(this.outdir, filePath);
    const asked = askedFor.get(this) ?? new Set();
    askedFor.set(this, asked);
    // Each file asks for its path before it is made: where nobody has asked, there is none.
    if (!asked.has(absolute)) {
      asked.add(absolute);
      return undefined;
    }
    return this._files().find((file) => file.absolutePath === absolute);
  }

  /** @internal */
  private _files(): FileBase[] {
    return this.node.findAll().filter((construct): construct is FileBase => construct instanceof FileBase);
  }

  /**
   * Adds managed files from a folder of your own templates, laid out like the repository: `X.ejs` is rendered to `X`
   * with the options in scope, other files are copied, and `[appName]` in a path is the name of the service. A file of
   * the same name as one of ours replaces it.
   *
   * @param folder path within the repository
   */
  public addTemplates(folder: string): void {
    const root = join(this.outdir, folder);
    if (!existsSync(root)) throw new Error(`there is no folder ${root} with templates`);
    this._addTree(root, { owner: "managed", replace: true });
  }

  /**
   * Sets a value in a managed YAML or JSON file, or adds it.
   *
   * @param file path of the file in the repository
   * @param key keys down to the value, with dots between; in a list a position or the name of an item
   * @param value what to write there
   */
  public setValue(file: string, key: string, value: unknown): void {
    this._edit(file, (text) => editText(file, text, { kind: "set", path: key, value }));
  }

  /**
   * Removes a value, or an item of a list, from a managed YAML or JSON file.
   *
   * @param file path of the file in the repository
   * @param key like in `setValue`
   */
  public removeValue(file: string, key: string): void {
    this._edit(file, (text) => editText(file, text, { kind: "remove", path: key }));
  }

  /**
   * Adds an item to a list in a managed YAML or JSON file.
   *
   * @param file path of the file in the repository
   * @param key like in `setValue`
   * @param item what to add
   * @param before position or name of the item that it goes before; at the end, if there is none
   */
  public addItem(file: string, key: string, item: unknown, before?: string): void {
    this._edit(file, (text) => editText(file, text, { kind: "add", path: key, value: item, before }));
  }

  /**
   * Replaces text in a managed file, wherever it stands there.
   *
   * @param file path of the file in the repository
   * @param search what must be there
   * @param replacement what is there then
   */
  public replaceText(file: string, search: string, replacement: string): void {
    this._edit(file, (text) => {
      if (!text.includes(search)) throw new Error(`${file} does not contain ${JSON.stringify(search)}`);
      return text.replaceAll(search, () => replacement);
    });
  }

  /**
   * Leaves out a file, or all files of a folder.
   *
   * @param path path of the file or folder in the repository
   */
  public removeFiles(path: string): void {
    const files = filesOf(this).filter((file) => file.path === path || file.path.startsWith(`${path}/`));
    if (files.length === 0) throw new Error(`there is no ${path} to remove${this._suggestion(path)}`);
    for (const file of files) removeFile(this, file.path);
  }

  /** @internal */
  private _edit(path: string, change: (text: string) => string): void {
    const file = filesOf(this).find((candidate) => candidate.path === path);
    if (file instanceof SeededFile) throw new Error(`${path} is yours: edit it where it lies`);
    if (!file) throw new Error(`there is no managed file ${path}${this._suggestion(path)}`);
    file.edit(change);
  }

  /** @internal */
  private _suggestion(path: string): string {
    const paths = filesOf(this).map((file) => file.path);
    const guess = closest(String(path), [...paths, ...paths.map((file) => dirname(file))]);
    return guess ? `; did you mean ${guess}?` : "";
  }

  /** @internal */
  protected _addTree(folder: string, options: TemplateTreeOptions, scope: Scope = this._scope): void {
    addTemplateTree(this, scope, folder, options);
  }

  /**
   * A task that runs a script of the repository: `npx projen up` is `./scripts/up.sh`.
   *
   * @internal
   */
  protected _addScriptTask(name: string, description: string, script = `scripts/${name}.sh`, args: string[] = []): void {
    const execArgs = [...(script.endsWith(".mjs") ? ["node"] : []), `./${script}`, ...args];
    this.addTask(name, { description, steps: [{ execArgs, receiveArgs: true }] });
  }
}

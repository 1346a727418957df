import { JsonFile } from "projen/lib/json";
import { Project } from "projen/lib/project";
import { TextFile } from "projen/lib/textfile";
import { ProjenNew } from "../components/projen-new";
import { Projenrc } from "../components/projenrc";
import { addTemplateTree, type TemplateTreeOptions } from "../components/template-tree";
import { addTool } from "../components/tool";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";

/** What a repository of a portfolio is there for. */
export type Role = "app" | "infra" | "docs";

/** Where a repository records the resolved options. */
export const RECORD = ".projen/portfolio.json";

/** What comes beside the options and is none: from the command, and from `projen new`. */
export interface Internals {
  /** Where to write. */
  readonly outdir?: string;
  /** Where the repository will lie in the end. */
  readonly home?: string;
  readonly __new__?: unknown;
}

/** What the three repositories have in common. */
export abstract class PortfolioRepository extends Project {
  /** @internal */
  protected readonly _portfolio: Portfolio;
  /** @internal */
  private readonly _projenNew?: ProjenNew;

  constructor(options: PortfolioOptions, role: Role) {
    const { outdir, home, __new__, ...own } = options as PortfolioOptions & Internals;
    const projenNew = __new__ ? new ProjenNew(outdir ?? ".") : undefined;
    const portfolio = projenNew?.resolve(own) ?? resolvePortfolio(own);
    super({ ...({ outdir, __new__ } as Internals), name: portfolio[`${role}Repository`] });
    this._portfolio = portfolio;
    removeBuildTasks(this);
    new Projenrc(this, portfolio.options);
    addTool(this, home ?? this.outdir);
    new JsonFile(this, RECORD, { obj: { role, options: portfolio.options }, marker: false, editGitignore: false });
    this._addTree("tool", { owner: "managed" });
    this._addTree("shared", { owner: "seeded" });
    tidyGitFiles(this);
    this._projenNew = projenNew;
  }

  public override synth(): void {
    super.synth();
    this._projenNew?.moveInstallation();
  }

  /** @internal */
  protected _addTree(folder: string, options: TemplateTreeOptions): void {
    addTemplateTree(this, this._portfolio, folder, options);
  }

  /**
   * A task that runs a script of the repository: `npx projen up` is `./scripts/up.sh`.
   *
   * @internal
   */
  protected _addScriptTask(name: string, description: string, script = `scripts/${name}.sh`): void {
    const interpreter = script.endsWith(".mjs") ? ["node"] : [];
    this.addTask(name, { description, steps: [{ execArgs: [...interpreter, `./${script}`], receiveArgs: true }] });
  }
}

/** projen's phases of a build mean nothing in these repositories; a task that is listed should do something. */
function removeBuildTasks(project: Project): void {
  for (const name of ["build", "pre-compile", "compile", "post-compile", "test", "package"]) project.removeTask(name);
}

/** projen notes each of its files in both; here they hold what a person would have written. */
function tidyGitFiles(project: Project): void {
  for (const file of [...project.files.map(({ path }) => path), ".projen/deps.json"]) project.gitignore.removePatterns(`!/${file}`);
  project.gitignore.exclude(".DS_Store", "*.log");
  project.tryRemoveFile(".gitattributes");
  new TextFile(project, ".gitattributes", {
    lines: [
      project.gitattributes.marker ? `# ${project.gitattributes.marker}` : "",
      "* text=auto eol=lf",
      "/.projen/** linguist-generated",
      "",
    ],
    editGitignore: false,
  });
}

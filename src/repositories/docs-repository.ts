import { posix } from "node:path";
import { symptoms } from "../doctor/live/links";
import { SeededFile } from "../files/seeded-file";
import type { PortfolioOptions } from "../portfolio/options";
import { pagesScopeOf } from "../portfolio/pages";
import { versions } from "../versions";
import { PortfolioRepository } from "./portfolio-repository";
import { type StoryScope, storyScope } from "./story";

/** Why a link of the chain breaks, as the doctor says it. */
const causesOf = (table: typeof symptoms) => Object.fromEntries(table.map(({ link, cause }) => [link, cause]));

/**
 * The repository of the story: documentation, diagrams, screenshots, runbooks.
 *
 * @pjid docs
 */
export class DocsRepository extends PortfolioRepository {
  constructor(options: PortfolioOptions) {
    super(options, "docs");
    const decisions = () => this._seeded().filter(({ path }) => posix.dirname(path) === "adr" && !path.endsWith("/README.md"));
    const { service, environment } = this._scope;
    const pages = { ...pagesScopeOf(this._portfolio, service, environment), symptoms, causes: causesOf(symptoms) };
    const scope = storyScope(pages, this.outdir, decisions);
    this._addTree("docs", { owner: "managed" }, scope);
    this._addTree(pages.ours.length > 0 ? "docs-faults" : "docs-no-faults", { owner: "managed" }, scope);
    for (const tree of ["story", ...scope.deliveryType.stories]) this._addTree(tree, { owner: "seeded" }, scope);
    if (scope.pages) this._addSite(scope);
    // The tool's own work: what goes on without it goes on without this.
    if (!scope.ejected)
      this.addTask("check", {
        description: "Hold the documentation against the repositories beside this one",
        steps: [{ execArgs: ["node", ".projen/synth.mjs", "doctor", "--docs"], receiveArgs: true }],
      });
    this._addScriptTask("diagrams", "Render the diagrams", "scripts/diagrams.mjs");
    this._addScriptTask("screenshots", "Take screenshots of the running portfolio", "scripts/screenshots.mjs");
  }

  /**
   * The documentation as a site, and the workflow that publishes it.
   *
   * @internal
   */
  private _addSite(scope: StoryScope): void {
    const siteCommands = [
      "node scripts/diagrams.mjs", // the site has the pictures before they are committed
      `npm install --no-save --ignore-scripts --no-audit --no-fund vitepress@${versions.vitepress} mermaid@${versions.mermaid}`,
      "npx vitepress build",
    ];
    this._addTree("pages", { owner: "managed" }, Object.freeze({ ...scope, siteCommands }));
    this.gitignore.exclude("/.vitepress/cache/", "/.vitepress/dist/");
    this.addTask("site", { description: "Build the documentation as a site", steps: siteCommands.map((exec) => ({ exec })) });
  }

  /** @internal */
  private _seeded(): SeededFile[] {
    return this.components.filter((component): component is SeededFile => component instanceof SeededFile);
  }
}

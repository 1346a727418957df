import { symptoms } from "../doctor/live/links";
import type { PortfolioOptions } from "../portfolio/options";
import { pagesScopeOf } from "../portfolio/pages";
import { PortfolioRepository } from "./portfolio-repository";

/**
 * The repository of the story: documentation, diagrams, screenshots, runbooks.
 *
 * @pjid docs
 */
export class DocsRepository extends PortfolioRepository {
  constructor(options: PortfolioOptions) {
    super(options, "docs");
    const { service, environment } = this._scope;
    const pages = { ...pagesScopeOf(this._portfolio, service, environment), symptoms };
    this._addTree("docs", { owner: "managed" }, Object.freeze(pages));
    this._addTree("gallery", { owner: "seeded" });
    // The tool's own work: what goes on without it goes on without this.
    if (!this._scope.ejected)
      this.addTask("check", {
        description: "Hold the documentation against the repositories beside this one",
        steps: [{ execArgs: ["node", ".projen/synth.mjs", "doctor", "--docs"], receiveArgs: true }],
      });
    this._addScriptTask("diagrams", "Render the diagrams", "scripts/diagrams.mjs");
    this._addScriptTask("screenshots", "Take screenshots of the running portfolio", "scripts/screenshots.mjs");
  }
}

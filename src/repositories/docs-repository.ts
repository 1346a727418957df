import { links } from "../doctor/live/links";
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
    const pages = pagesScopeOf(this._portfolio, service, environment);
    // The pages name what verify.sh may say.
    this._addTree("docs", { owner: "managed" }, Object.freeze({ ...pages, links: Object.keys(links) }));
    this._addTree("gallery", { owner: "seeded" });
    this._addScriptTask("check", "Check links, command blocks and facts of the documentation", "scripts/check.mjs");
    this._addScriptTask("diagrams", "Render the diagrams", "scripts/diagrams.mjs");
    this._addScriptTask("screenshots", "Take screenshots of the running portfolio", "scripts/screenshots.mjs");
  }
}

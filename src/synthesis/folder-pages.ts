import { render } from "../files/render";
import { targetPath } from "../files/template-tree";
import { listTemplates } from "../files/templates";
import { exampleOf } from "../portfolio/model";
import { pagesScopeOf } from "../portfolio/pages";
import type { Portfolio } from "../portfolio/portfolio";

const TEMPLATES = "folder";

export interface Page {
  readonly name: string;
  readonly content: string;
}

/** What the folder of a new portfolio says to whoever opens it. In no repository: written once, and the user's at once. */
export function folderPages(portfolio: Portfolio): Page[] {
  const scope = pagesScopeOf(portfolio, exampleOf(portfolio), portfolio.environments[0]);
  return listTemplates(TEMPLATES).map((template) => ({
    name: targetPath(template, scope),
    content: render(`${TEMPLATES}/${template}`, scope),
  }));
}

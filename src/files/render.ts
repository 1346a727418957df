import { action } from "../actions";
import type { Portfolio } from "../portfolio/portfolio";
import { versions } from "../versions";
import { loadTemplate } from "./templates";

/** What a template has in scope besides the portfolio. */
const helpers = { action, versions, json: (value: unknown) => JSON.stringify(value), yaml: yamlString, markdown: markdownText };

/**
 * Renders a template for a portfolio. What only one runtime or one kind of cluster has stands in a piece of its own, below
 * `templates/runtimes/<id>/pieces` and `templates/clusters/<id>/pieces`: a template includes it by name.
 */
export function render(template: string, portfolio: Portfolio): string {
  const scope = { ...portfolio, ...helpers };
  const pieceOf = (folder: string) => (name: string, more?: object) => loadTemplate(`${folder}/pieces/${name}.ejs`)({ ...scope, ...more });
  const pieces = { runtimePiece: pieceOf(`runtimes/${portfolio.runtime}`), clusterPiece: pieceOf(`clusters/${portfolio.cluster}`) };
  return loadTemplate(template)({ ...scope, ...pieces });
}

/** A YAML double-quoted scalar: JSON's string syntax is a subset of it. */
function yamlString(value: unknown): string {
  return JSON.stringify(String(value));
}

/** Free text in Markdown: what would be markup there is shown as it is. */
function markdownText(value: unknown): string {
  return String(value).replace(/[\\`*_[\]<>|~&$#]/g, "\\$&");
}

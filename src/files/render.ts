import { action } from "../actions";
import { isPlainText } from "../portfolio/plain-text";
import type { Scope } from "../portfolio/scope";
import { versions } from "../versions";
import { loadTemplate, within } from "./templates";

/** What a template has in scope besides the service, its environment and its portfolio. */
const helpers = {
  action,
  versions,
  json: (value: unknown) => JSON.stringify(value),
  yaml: yamlString,
  plain: plainOrQuoted,
  markdown: markdownText,
};

/**
 * Renders a template for one service in one environment. What only one runtime, kind of cluster, registry or delivery has stands in a piece of its
 * own, below `templates/runtimes/<id>/pieces`, `templates/clusters/<id>/pieces` and so on: a template includes it by name.
 */
export function render(template: string, of: Scope): string {
  return loadTemplate(template)(inScope(of));
}

const scopes = new WeakMap<Scope, object>();

/** All that templates of one service in one environment have in scope: the same for each of them. */
function inScope(of: Scope): object {
  const scope = scopes.get(of) ?? Object.freeze({ ...of, ...helpers, ...piecesOf(of), piecesOf });
  scopes.set(of, scope);
  return scope;
}

/** The pieces of the runtime, the cluster, the registry and the delivery of one service in one environment; of another than its own, where a template tells of several. */
function piecesOf(of: Scope) {
  const pieceOf = (folder: string) => (name: string, more?: object) =>
    loadTemplate(`${folder}/pieces/${name}.ejs`)(within(inScope(of), more));
  return {
    runtimePiece: pieceOf(`runtimes/${of.runtime}`),
    clusterPiece: pieceOf(`clusters/${of.cluster}`),
    registryPiece: pieceOf(`registries/${of.registryType.id}`),
    deliveryPiece: pieceOf(`deliveries/${of.deliveryType.id}`),
  };
}

/** A YAML double-quoted scalar: JSON's string syntax is a subset of it. */
function yamlString(value: unknown): string {
  return JSON.stringify(String(value));
}

/** A command, in quotes where YAML would read it as more than a text. */
function plainOrQuoted(command: string): string {
  return /^[\w./]/.test(command) && !/: |:$| #/.test(command) && isPlainText(command) ? command : yamlString(command);
}

/** Free text in Markdown: what would be markup there is shown as it is. */
function markdownText(value: unknown): string {
  return String(value).replace(/[\\`*_[\]<>|~&$#]/g, "\\$&");
}

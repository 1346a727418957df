import type { Portfolio } from "../portfolio/model";
import { type Scope, scopeOf } from "../portfolio/scope";
import { needsOf, type WorkflowNeeds } from "./workflows";

export type Role = "app" | "infra" | "docs";

/** A repository on disk that belongs to the portfolio by its record. */
export interface LocalRepository {
  readonly role: Role;
  readonly name: string;
  readonly folder: string;
  /** The portfolio, as its record says. */
  readonly id: string;
  /** The service of an app repository, or one of those that share it. */
  readonly service?: string;
}

export interface DesiredRepository extends LocalRepository, WorkflowNeeds {
  readonly owner: string;
  readonly url: string;
  readonly isPublic: boolean;
  readonly description: string;
  readonly homepage: string;
  readonly topics: readonly string[];
  /** Whether it signs what it builds, which a private repository can do with GitHub Enterprise Cloud only. */
  readonly attests: boolean;
  /** Variables whose values only a person knows. */
  readonly variables: readonly string[];
  /** Whether a workflow of it opens pull requests: those of promotions. */
  readonly opensPulls: boolean;
  /** Whether a workflow of it publishes a site on GitHub Pages. */
  readonly hasSite: boolean;
  /** The workflow whose first run is worth waiting for. */
  readonly workflow: string;
  /** Its images, one a service, as packages of GitHub's own registry. */
  readonly packages: readonly string[];
}

/** What everybody needs to know of the App by which an app repository tells the infra repository of an image. */
export const HAND_OVER = { variable: "INFRA_APP_CLIENT_ID", secret: "INFRA_APP_PRIVATE_KEY" } as const;

/** The environment of workflows that publish a site, by GitHub's own choice. */
const SITE_ENVIRONMENT = "github-pages";

/** What should be at GitHub for each repository: the apps first, as they are published. */
export function desiredRepositories(
  portfolio: Portfolio,
  repositories: readonly LocalRepository[],
  isPublic: boolean,
): DesiredRepository[] {
  const order: readonly Role[] = ["app", "infra", "docs"];
  const sorted = [...repositories].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return sorted.map((repository) => ({ ...repository, ...desiredOf(portfolio, repository), isPublic }));
}

function desiredOf(
  portfolio: Portfolio,
  { role, name, folder, service }: LocalRepository,
): Omit<DesiredRepository, keyof LocalRepository | "isPublic"> {
  const scope = scopeOf(
    portfolio,
    portfolio.services.find((other) => other.name === service),
  );
  const { owner, runtimeType, clusterType, docsUrl, title } = scope;
  const names = scope.together.map((each) => each.name);
  const url = `https://github.com/${owner}/${name}`;
  const descriptions: Readonly<Record<Role, string>> = {
    app: runtimeType.app
      ? `${runtimeType.title} service with metrics, probes and structured logs; its image and CI`
      : `${names.join(" and ")}, ${names.length > 1 ? "their images" : "its image"} and CI`,
    infra: `Helm chart, monitoring and deployment to ${clusterType.title}`,
    docs: `${title}: the story, the diagrams and the runbooks`,
  };
  const topics: Readonly<Record<Role, readonly string[]>> = {
    app: ["docker", "github-actions", "prometheus", ...(runtimeType.app ? [runtimeType.id, runtimeType.language.toLowerCase()] : [])],
    infra: ["github-actions", "grafana", "helm", "kubernetes", "prometheus", clusterType.id],
    docs: ["devops", "documentation", "kubernetes", "portfolio", "runbooks"],
  };
  const needs = needsOf(folder);
  const hasSite = role === "docs" && needs.environments.includes(SITE_ENVIRONMENT);
  return {
    owner,
    url,
    description: descriptions[role],
    homepage: role === "docs" ? "" : docsUrl,
    topics: topics[role],
    attests: role !== "docs",
    variables: role === "infra" ? scope.clusterVariables : [],
    opensPulls: role === "infra" && portfolio.environments.length > 1,
    hasSite,
    workflow: { app: scope.workflow, infra: "deploy.yaml", docs: hasSite ? "pages.yaml" : "check.yaml" }[role],
    packages: role === "app" ? scope.together.flatMap((each) => packageOf(scopeOf(portfolio, each))) : [],
    ...needs,
  };
}

/** Nothing where the image lives in another registry, or belongs to somebody else there. */
function packageOf({ registryHost, imagePath, ownerLower }: Scope): string[] {
  const [first, ...name] = imagePath.split("/");
  return registryHost === "ghcr.io" && first === ownerLower ? [name.join("/")] : [];
}

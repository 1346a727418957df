import type { Portfolio } from "./model";

/** One repository of a portfolio: which, and how its folder is called. */
export interface RepositoryOf {
  readonly role: "app" | "infra" | "docs";
  /** Of an app repository that is not the first service's. */
  readonly service?: string;
  readonly name: string;
}

/** The repositories of a portfolio: one for each service, one for the infrastructure, one for the documents. */
export function repositoriesOf({ services, options }: Portfolio): RepositoryOf[] {
  const apps = services.map(({ name, repository }, index) => ({
    role: "app" as const,
    ...(index > 0 && { service: name }),
    name: repository,
  }));
  return [...apps, { role: "infra", name: options.infraRepository }, { role: "docs", name: options.docsRepository }];
}

import type { Portfolio, Service } from "./model";

/** One repository of a portfolio: which, and how its folder is called. */
export interface RepositoryOf {
  readonly role: "app" | "infra" | "docs";
  /** Of an app repository that is not the first service's: the first one of those that share it. */
  readonly service?: string;
  readonly name: string;
}

/** The repositories of a portfolio: one for each service, or for those that share one; one for the infrastructure, one for the documents. */
export function repositoriesOf({ services, options }: Portfolio): RepositoryOf[] {
  const apps = firstOfEach(services).map((service) => ({
    role: "app" as const,
    ...(service !== services[0] && { service: service.name }),
    name: service.repository,
  }));
  return [...apps, { role: "infra", name: options.infraRepository }, { role: "docs", name: options.docsRepository }];
}

type Placed = Pick<Service, "repository">;

/** The first service of each app repository. */
export function firstOfEach<Item extends Placed>(services: readonly Item[]): Item[] {
  return services.filter((service) => servicesWith(service, services)[0] === service);
}

/** The services of one app repository: those that share it with a service, and that one itself. */
export function servicesWith<Item extends Placed>({ repository }: Placed, services: readonly Item[]): Item[] {
  return services.filter((other) => other.repository === repository);
}

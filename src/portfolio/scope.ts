import { type Contract, deriveContract } from "./contract";
import { type Environment, type FlatOptions, flatOptions, type Portfolio, type Service } from "./model";

/** What templates have in scope: one service in one environment under the names of the options, and what it is part of. */
export interface Scope extends Required<FlatOptions>, Contract {
  readonly service: Service;
  readonly environment: Environment;
  readonly environmentName: string;
  readonly services: readonly Service[];
  readonly environments: readonly Environment[];
  /** One service in one environment, as most portfolios have: there is nothing to choose. */
  readonly isSingle: boolean;
}

const known = new WeakMap<Portfolio, Map<string, Scope>>();

/** Lays one service in one environment out for templates; the first of each, where none is said. */
export function scopeOf(portfolio: Portfolio, service = portfolio.services[0], environment = portfolio.environments[0]): Scope {
  const scopes = known.get(portfolio) ?? new Map<string, Scope>();
  known.set(portfolio, scopes);
  const key = `${service.name}/${environment.name}`;
  const scope = scopes.get(key) ?? layOut(portfolio, service, environment);
  scopes.set(key, scope);
  return scope;
}

function layOut(portfolio: Portfolio, service: Service, environment: Environment): Scope {
  const { services, environments } = portfolio;
  const options = flatOptions(portfolio, service, environment);
  return Object.freeze({
    ...options,
    ingressHost: options.ingressHost ?? "", // templates have every name in scope
    ...deriveContract(options),
    service,
    environment,
    environmentName: environment.name,
    services,
    environments,
    isSingle: services.length * environments.length === 1,
  });
}

import { closest } from "./closest";
import { type Environment, namespaceOf, type Portfolio, type Service } from "./model";
import type { Problem } from "./problems";

/** A service that another one calls, as it is found in one environment. */
export interface Call {
  readonly service: Service;
  readonly namespace: string;
  /** Environment variable of the caller that has the address. */
  readonly variable: string;
  readonly url: string;
}

/** A service that calls another one, and where it runs. */
export interface Caller {
  readonly service: Service;
  readonly namespace: string;
}

export function callsOf(portfolio: Portfolio, caller: Service, environment: Environment): Call[] {
  return calledBy(portfolio, caller).map((service) => {
    const namespace = namespaceOf(service, environment);
    const url = `http://${service.name}.${namespace}.svc:${service.port}`;
    return { service, namespace, variable: variableOf(service.name), url };
  });
}

export function callersOf({ services }: Portfolio, called: Service, environment: Environment): Caller[] {
  const callers = services.filter(({ calls }) => calls.includes(called.name));
  return callers.map((service) => ({ service, namespace: namespaceOf(service, environment) }));
}

/** What has to run for a service to have everything that it calls: those that it calls, and those that they call. */
export function reachedBy(portfolio: Portfolio, caller: Service): Service[] {
  const reached = new Set<Service>();
  const follow = (service: Service): void => {
    for (const called of calledBy(portfolio, service)) {
      if (reached.has(called) || called === caller) continue;
      reached.add(called);
      follow(called);
    }
  };
  follow(caller);
  return [...reached];
}

function calledBy({ services }: Portfolio, { calls }: Service): Service[] {
  return calls.flatMap((name) => services.find((service) => service.name === name) ?? []);
}

/** `shop-api` is found by SHOP_API_URL. */
export function variableOf(service: string): string {
  return `${service.toUpperCase().replaceAll("-", "_")}_URL`;
}

/** Variables that the application has anyway. */
const TAKEN: Readonly<Record<string, string>> = { GRAFANA_URL: "the address of Grafana" };

/** Services that cannot be called. */
export function* callProblems({ services }: Portfolio): Iterable<Problem> {
  const names = services.map(({ name }) => name);
  for (const [place, { name, calls }] of services.entries()) {
    const option = `services[${place}].calls`;
    for (const value of calls) {
      const variable = variableOf(value);
      if (value === name) yield { option, value, message: "is the service itself; name others, or leave it out" };
      else if (!names.includes(value)) yield { option, value, message: unknown(value, names, name) };
      else if (services.some(({ name: other, worker }) => other === value && worker)) {
        yield { option, value, message: "is a worker, which answers no requests; leave it out" };
      } else if (TAKEN[variable]) {
        yield { option, value, message: `would be found by ${variable}, which is ${TAKEN[variable]}; give that service another name` };
      }
    }
  }
}

function unknown(value: string, names: readonly string[], caller: string): string {
  const others = names.filter((name) => name !== caller);
  if (others.length === 0) return "is no service of the portfolio, which has no other one";
  const guess = closest(value, others);
  return `is no service of the portfolio: name ${others.length > 1 ? "some of " : ""}${others.join(", ")}${guess ? `; did you mean ${guess}?` : ""}`;
}

import { closest } from "./closest";
import type { Portfolio, Service } from "./model";
import { PortfolioError } from "./problems";
import { servicesWith } from "./repositories";

/** The first of the services that share the repository of one. */
export function firstBeside(portfolio: Portfolio, name?: string): Service {
  return servicesWith(serviceNamed(portfolio, name), portfolio.services)[0] as Service;
}

/** @throws PortfolioError for a name that no service has. */
export function serviceNamed({ services }: Portfolio, name?: string): Service {
  const service = name === undefined ? services[0] : services.find((candidate) => candidate.name === name);
  if (service) return service;
  const names = services.map((candidate) => candidate.name);
  const guess = closest(name as string, names);
  throw new PortfolioError([
    { option: "service", value: name, message: `is none of ${names.join(", ")}${guess ? `; did you mean ${guess}?` : ""}` },
  ]);
}

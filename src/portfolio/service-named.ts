import { closest } from "./closest";
import type { Portfolio, Service } from "./model";
import { PortfolioError } from "./problems";

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

import { exposureOf } from "../portfolio/model";
import type { Portfolio, Service } from "../portfolio/portfolio";
import type { WrittenRepository } from "../synthesis/render-portfolio";

/** Every file with its owner. */
export function tree(repositories: readonly WrittenRepository[], pages: readonly string[]): string {
  const lines = repositories.flatMap(({ name, files }) => [`${name}/`, ...files.map(({ path, owner }) => `  ${owner.padEnd(8)} ${path}`)]);
  return `${[...lines, ...pages].join("\n")}\n\n${summary(repositories, pages)}\nNothing was written.\n`;
}

/** A line a repository, and one for the pages of a new folder. */
export function summary(repositories: readonly WrittenRepository[], pages: readonly string[] = []): string {
  const width = Math.max(...repositories.map(({ name }) => name.length));
  const rows = repositories.map(({ name, files }) => {
    const managed = files.filter(({ owner }) => owner === "managed").length;
    return `${name.padEnd(width)}  ${files.length} files: ${managed} kept right by npx projen, ${files.length - managed} yours`;
  });
  return [...rows, ...(pages.length > 0 ? [`${pages.join(" and ")} beside them, yours`] : [])].join("\n");
}

/** The answers in plain words, to be looked at before anything is written. */
export function answersInWords({ owner, services, environments }: Portfolio, directory: string): string {
  const exposures = { nodePort: "at a port of the node", clusterIP: "from within the cluster", ingress: "under a host name" };
  const lines = services.map(({ name, runtime, ...service }) => {
    const reached = new Set(environments.map((environment) => exposures[exposureOf(service as Service, environment)]));
    return `${name}: ${runtime.title} in ${runtime.language}, reached ${[...reached].join(" and ")}`;
  });
  return [
    ...lines,
    `runs on ${environments.map(({ name, cluster }) => (name === cluster.id ? cluster.title : `${cluster.title} (${name})`)).join(", ")}`,
    `belongs to ${owner} at GitHub`,
    `goes to ${directory}`,
  ].join("\n");
}

/** What will work, but perhaps not as it was meant. */
export function warningLines(warnings: readonly string[]): string {
  return warnings.map((warning) => `Warning: ${warning}`).join("\n");
}

import { posix } from "node:path";
import type { DetectedService } from "./detect";
import { purposeOf } from "./services";

/** A text as a DNS label that starts with a letter: what a service may be called. Empty where nothing of it is left. */
export function labelOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 53)
    .replace(/-+$/, "");
}

/** What several services of a repository are called: after the name of their Dockerfile, `Dockerfile.api`, or after their folder. */
export function namesFor(services: readonly DetectedService[], repository: string): string[] {
  const short = services.map((service) => labelOf(wordFor(service)) || labelOf(repository));
  const isTwice = (name: string) => short.filter((other) => other === name).length > 1;
  return services.map((service, place) => {
    const name = short[place] as string;
    return isTwice(name) ? labelOf(`${service.folder} ${purposeIn(service)}`) || name : name;
  });
}

const purposeIn = ({ dockerfile = "" }: DetectedService): string => purposeOf(posix.basename(dockerfile));

const wordFor = (service: DetectedService): string => purposeIn(service) || posix.basename(service.folder);

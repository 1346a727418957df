import { posix } from "node:path";
import type { DetectedService } from "./detect";
import { purposeOf } from "./services";

/** Words in the name of a Dockerfile that say how it builds a program, and not which one. */
const WAYS = new Set(
  "prod production release deploy staging live multi multistage stage single without slim alpine debian ubuntu distroless arm arm64 amd64 gpu cpu cuda optimized optimised naive simple basic full lite minimal secure hardened old new final cached jvm native micro legacy jar".split(
    " ",
  ),
);

/** Dockerfiles of one folder that may be two ways to build the same program: nothing tells which of them is meant. */
export function alternativesAmong(services: readonly DetectedService[]): DetectedService[] {
  return services.filter((service) => services.some((other) => other !== service && mayBeTheSame(service, other)));
}

function mayBeTheSame(one: DetectedService, other: DetectedService): boolean {
  if (one.folder !== other.folder) return false;
  const [start, otherStart] = [one.facts.start?.value, other.facts.start?.value];
  return programOf(one) === programOf(other) || (start !== undefined && start === otherStart);
}

/** What is left of its name. */
function programOf({ dockerfile = "" }: DetectedService): string {
  const words = purposeOf(posix.basename(dockerfile))
    .toLowerCase()
    .split(/[._-]+/);
  return words.filter((word) => word !== "" && !WAYS.has(word)).join(" ");
}

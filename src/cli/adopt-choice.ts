import type { Detected, DetectedService } from "../adopt/detect";
import { serviceMembers } from "../portfolio/members";
import { flagOf } from "../portfolio/option-text";
import { UsageError } from "../usage-error";
import type { Choice, Chosen, Given } from "./adopt-case";

/** Which of the services that were found: those that are named, or all that have an image. */
export async function choose({ services }: Detected, given: Given, interactive: boolean): Promise<Choice> {
  if (services.length === 0)
    throw new UsageError(
      "no service was found: there is neither a Dockerfile nor a manifest of Node, Python, Go or Java. Write a Dockerfile first",
    );
  if (Array.isArray(given.services)) return { chosen: given.services.map((item) => listed(item, services)), isWhole: false };
  const isNamed = given.dockerfile !== undefined || given.buildContext !== undefined;
  const fitting = services.filter((service) => fits(service, given));
  if (fitting.length === 0) throw new UsageError(`no service was found that is built so. There are:\n${flagsFor(services)}`);
  if (fitting.length === 1) return { chosen: [{ service: fitting[0]!, said: given }], isWhole: true };
  const haveImages = fitting.every(({ dockerfile }) => dockerfile !== undefined) && !isNamed;
  const taken = await taking(fitting, haveImages, interactive);
  if (taken.length === 1) return { chosen: [{ service: taken[0]!, said: given }], isWhole: true };
  assertOfAll(given, services);
  return { chosen: taken.map((service) => ({ service, said: {} })), isWhole: false };
}

/** A folder with a manifest may be a library; what has a Dockerfile is meant to run. */
async function taking(
  services: readonly DetectedService[],
  haveImages: boolean,
  interactive: boolean,
): Promise<readonly DetectedService[]> {
  const { alternativesAmong } = await import("../adopt/adopt.js");
  const unclear = alternativesAmong(services);
  if (interactive) {
    const prompts = await import("./adopt-prompts.js");
    return haveImages ? prompts.askServices(services, unclear) : [await prompts.askService(services)];
  }
  if (haveImages && unclear.length > 0)
    throw new UsageError(
      `${unclear.map(({ dockerfile }) => dockerfile).join(" and ")} build the same folder, and nothing tells whether they are several services or one that is built in several ways: say which one by\n${flagsFor(services)}\nor list those that are meant in \`services\` of a file for --config`,
    );
  if (haveImages) return services;
  throw new UsageError(`there are several services, and which of them run nothing tells: say which one by\n${flagsFor(services)}`);
}

/** What is said of one is said of none of several. */
function assertOfAll(given: Given, services: readonly DetectedService[]): void {
  const [option] = Object.keys(given).filter((name) => name in serviceMembers && name !== "appRepository");
  if (option === undefined) return;
  throw new UsageError(
    `--${flagOf(option)} is said of one service, and there are several: say which one by one of the following, or say it in \`services\` of a file for --config\n${flagsFor(services)}`,
  );
}

/** An item of the list in a configuration, by its Dockerfile or its folder. */
function listed(item: unknown, services: readonly DetectedService[]): Chosen {
  const said = (typeof item === "object" && item !== null ? item : {}) as Given;
  const named = said.dockerfile === undefined && said.buildContext === undefined ? [] : services.filter((service) => fits(service, said));
  if (named.length === 1) return { service: named[0]!, said };
  const what = JSON.stringify(said.name ?? said.dockerfile ?? said);
  throw new UsageError(
    `services: ${what} is not one of those that were found: give it a dockerfile or a buildContext of theirs. There are:\n${flagsFor(services)}`,
  );
}

function fits(service: DetectedService, { dockerfile, buildContext }: Given): boolean {
  if (dockerfile !== undefined && service.dockerfile !== undefined) return service.dockerfile === dockerfile;
  return buildContext === undefined || service.dockerfile !== undefined || (service.folder || ".") === buildContext;
}

function flagsFor(services: readonly DetectedService[]): string {
  return services
    .map(({ dockerfile, folder }) => `  ${dockerfile === undefined ? `--build-context ${folder || "."}` : `--dockerfile ${dockerfile}`}`)
    .join("\n");
}

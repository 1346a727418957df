import type { ActualRepository, Owner } from "./actual";
import type { DesiredRepository } from "./desired";
import type { Local } from "./local";
import { pushCommands } from "./push";
import { creation, hasHandOver, protection, settings } from "./settings";
import { lacksSite, site } from "./site";
import type { HandOverStep, PackageStep, RunStep, Step } from "./steps";

export interface PublishedRepository {
  readonly desired: DesiredRepository;
  readonly actual: ActualRepository | undefined;
  readonly local: Local;
}

export interface Publication {
  readonly owner: Owner;
  readonly repositories: readonly PublishedRepository[];
}

/** Nothing where an app is published without one. */
export const infraOf = (repositories: readonly PublishedRepository[]): PublishedRepository | undefined =>
  repositories.find(({ desired }) => desired.role === "infra");

/** A deployment proves that it had the packages and the secrets that it needs. */
export const isDeployed = (infra: PublishedRepository | undefined): boolean => infra?.actual?.run?.conclusion === "success";

/** Its first push, or commits that came since. */
export const isToPush = ({ actual, local }: PublishedRepository): boolean => actual?.isEmpty !== false || local.ahead > 0;

/** What is missing, in the order in which it is done. What a person set otherwise is left as it is. */
export function plan({ owner, repositories }: Publication): Step[] {
  const of = (role: DesiredRepository["role"]) => repositories.filter(({ desired }) => desired.role === role);
  const settle = (all: Publication["repositories"]) =>
    all.flatMap(({ desired, actual }) => [...creation(desired, actual, owner), ...settings(desired, actual)]);
  const infra = infraOf(repositories);
  const publish = (all: Publication["repositories"]) => all.flatMap((one) => publication(one, infra));
  return [
    // A first run needs its variables, and the App of the hand-over the repository that it is for.
    ...settle(of("app")),
    ...settle(of("infra")),
    ...publish(of("app")),
    ...publish(of("infra")),
    ...of("app").flatMap(handOver),
    ...settle(of("docs")),
    ...publish(of("docs")),
  ];
}

function publication(one: PublishedRepository, infra: PublishedRepository | undefined): Step[] {
  const { desired, actual, local } = one;
  const isPushed = isToPush(one);
  const commits = actual?.isEmpty === false ? `: ${local.ahead === 1 ? "1 commit" : `${local.ahead} commits`}` : "";
  const pages = site(desired, actual, isPushed);
  return [
    ...(isPushed
      ? [{ kind: "push", title: `push main${commits}`, repository: desired, commands: pushCommands(desired, local) } as const]
      : []),
    ...protection(desired, actual),
    ...(pages ? [pages] : []),
    ...run(one, pages),
    ...packages(one, infra),
  ];
}

/** Until one has shown that it works. */
function run(one: PublishedRepository, needs: RunStep["needs"]): RunStep[] {
  const { desired, actual } = one;
  const isProven = needs === undefined && actual?.run?.conclusion === "success";
  if (isProven || !isWorthWaiting(desired, actual)) return [];
  const isAnew = isToPush(one) || needs !== undefined;
  const former = isAnew ? actual?.run?.id : undefined;
  return [{ kind: "run", title: `wait for the first run of ${desired.workflow}`, repository: desired, former, needs }];
}

/** A cluster in a cloud can be deployed to once a person has given the variables that lead to it, and a site needs its place. */
function isWorthWaiting(desired: DesiredRepository, actual: ActualRepository | undefined): boolean {
  if (desired.role === "docs") return actual?.site !== undefined || lacksSite(desired, actual);
  return desired.variables.every((name) => actual?.variables[name] !== undefined);
}

function packages({ desired, actual }: PublishedRepository, infra: PublishedRepository | undefined): PackageStep[] {
  return missingPackages(desired, actual, infra).map((name) => {
    const its = packageIn(desired, name);
    const title = desired.isPublic ? `you make ${its} public` : `you let the infra repository read ${its}`;
    return { kind: "package", title, repository: desired, name };
  });
}

/** As a sentence has it. */
export function packageIn({ packages }: DesiredRepository, name: string): string {
  return packages.length > 1 ? `its package ${name}` : "its package";
}

/** The infra repository reads a public package, or one that it was given access to, which no request tells but a deployment proves. */
export function missingPackages(
  { packages, isPublic }: DesiredRepository,
  actual: ActualRepository | undefined,
  infra: PublishedRepository | undefined,
): string[] {
  if (!isPublic && (infra === undefined || isDeployed(infra))) return [];
  return packages.filter((name) => actual?.packageVisibility[name] !== "public");
}

function handOver({ desired, actual, local }: PublishedRepository): HandOverStep[] {
  if (hasHandOver(actual) || local.skipsApp) return [];
  const title = "GitHub App by which it tells the infra repository of an image (you may skip it)";
  return [{ kind: "handOver", title, repository: desired }];
}

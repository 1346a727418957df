import { compareVersions } from "../files/action-pins";
import type { Tree } from "../files/tree";
import { packageManifest } from "../package-root";
import type { Scope } from "../portfolio/scope";
import type { PortfolioRecord, Role } from "./record";

/** What changes with a version in repositories that an earlier one wrote, besides the text of managed files. */
export interface Migration {
  /** The first version that needs it. */
  readonly version: string;
  /** What a person who upgrades has to know. */
  readonly note: string;
  /** Files that lie elsewhere now, with everything that is in them; several pages that are sections of one. */
  moves?(scope: Scope): readonly (readonly [from: string | readonly string[], to: string])[];
  /** Repositories in which `upgrade` merges the files that were written once, too: what is new does not work with the old ones. */
  readonly seeded?: readonly Role[];
}

export const migrations: readonly Migration[] = [
  {
    version: "0.2.0",
    note: "An environment has a folder for each service: values.yaml and image.yaml are moved there.",
    // There was one service and one environment.
    moves: ({ isSingle, environmentName, environmentPath }) =>
      isSingle
        ? ["values.yaml", "image.yaml"].map((name) => [`environments/${environmentName}/${name}`, `${environmentPath}/${name}`])
        : [],
  },
  {
    version: "0.2.0",
    note: "The service answers probes, metrics and faults on a second port, MANAGEMENT_PORT: deploy its new image before the new chart. HOST is BIND_ADDRESS now.",
    seeded: ["app"],
  },
  {
    version: "0.2.0",
    note: "The runbooks are one page, runbooks.md, with a heading for each alert; what you wrote into the old ones is there.",
    moves: () => [[["README", ...alerts].map((name) => `runbooks/${name}.md`), "runbooks.md"]],
  },
];

/** In the order of the page. */
const alerts = [
  "AppAvailabilityBudgetBurn",
  "AppLatencyBudgetBurn",
  "AppTargetMissing",
  "AppUnavailable",
  "AppUnreachable",
  "AppTargetsHalved",
  "AppNotDelivered",
  "AppRestarting",
  "AppConnectionsDropped",
];

/** Those that a repository has before it. The first version recorded none. */
export function dueFor({ version }: Pick<PortfolioRecord, "version">, all = migrations): Migration[] {
  if (version === undefined) return [...all];
  const own = packageManifest().version;
  return all.filter((migration) => compareVersions(migration.version, version) > 0 && compareVersions(migration.version, own) <= 0);
}

/** A tree that says of each file where it lay before. */
export function withFormerPaths(tree: Tree, scope: Scope): Tree {
  const moves = migrations.flatMap((migration) => migration.moves?.(scope) ?? []).filter(([, to]) => tree.has(to));
  const moved = moves.map(
    ([from, to]) => [to, { ...(tree.get(to) as NonNullable<ReturnType<Tree["get"]>>), formerly: [from].flat() }] as const,
  );
  return moved.length === 0 ? tree : new Map([...tree, ...moved]);
}

import type { Kinds } from "../../live/kube";
import { refusedAs } from "../../live/snapshot";
import { broken, type LiveFinding } from "./finding";
import { monitorLinks, serviceLinks } from "./objects";
import { backendLinks, podLinks } from "./pods";
import { targetLinks } from "./targets";
import type { Walk } from "./walk";

export type Part = "scrape" | "service";

/** A part of the way, and what has to be seen to follow it. */
export interface Stretch {
  /** What has this part only if it is there: a service that nothing scrapes has no way to its metrics, a worker no Service. */
  readonly of?: Part;
  readonly needs: readonly (keyof Kinds)[];
  /** The breaks of this part, the first one first. */
  find(walk: Walk): Iterable<LiveFinding | undefined>;
}

const stretches: readonly Stretch[] = [
  { of: "scrape", needs: ["Prometheus", "ServiceMonitor"], find: monitorLinks },
  { of: "scrape", needs: ["Service"], find: serviceLinks },
  { needs: ["Pod", "Deployment"], find: podLinks },
  { of: "service", needs: ["EndpointSlice"], find: backendLinks },
  { of: "scrape", needs: [], find: targetLinks },
];

/** The first broken link on the way from Prometheus to a scraped pod, without what is left out: everything after it is its consequence. */
export function firstBroken(walk: Walk, skipped: readonly string[] = []): LiveFinding | undefined {
  for (const { needs, find } of stretches.filter(({ of }) => of === undefined || !skipped.includes(of))) {
    const refused = needs.map((kind) => walk.view.refusal(kind, placeOf(walk, kind))).find(Boolean);
    // Refused is not absent: what is expected is then not proven, and of what is not, nothing is said.
    if (refused) return walk.subject.expected ? unseen(walk, refusedAs(refused)) : undefined;
    for (const finding of find(walk)) if (finding) return finding;
  }
  return undefined;
}

function placeOf({ view, namespace }: Walk, kind: keyof Kinds): string | undefined {
  if (kind === "Prometheus") return view.scope.prometheus?.split("/")[0];
  return kind === "ServiceMonitor" ? view.scope.monitors : namespace;
}

function unseen({ subject, namespace }: Walk, evidence: string): LiveFinding {
  return broken("access", {
    object: `Service ${namespace}/${subject.service}`,
    evidence,
    cause: `whether ${subject.service} is watched cannot be seen: ${evidence}`,
    fix: "Use a context with the right to list it, or have it granted: kubectl auth whoami says who is asking",
  });
}

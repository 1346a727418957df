import type { Kinds } from "../../live/kube";
import { refusedAs } from "../../live/snapshot";
import { broken, type LiveFinding } from "./finding";
import { monitorLinks, serviceLinks } from "./objects";
import { podLinks } from "./pods";
import { targetLinks } from "./targets";
import type { Walk } from "./walk";

/** A part of the way, and what has to be seen to follow it. */
export interface Stretch {
  readonly needs: readonly (keyof Kinds)[];
  /** The breaks of this part, the first one first. */
  find(walk: Walk): Iterable<LiveFinding | undefined>;
}

const stretches: readonly Stretch[] = [
  { needs: ["Prometheus", "ServiceMonitor"], find: monitorLinks },
  { needs: ["Service"], find: serviceLinks },
  { needs: ["Pod", "Deployment", "EndpointSlice"], find: podLinks },
  { needs: [], find: targetLinks },
];

/** The first broken link on the way from Prometheus to a scraped pod: everything after it is its consequence. Where nothing is to be scraped, the way ends at the pods. */
export function firstBroken(walk: Walk, isScraped = true): LiveFinding | undefined {
  for (const { needs, find } of isScraped ? stretches : stretches.filter(({ needs }) => needs.includes("Pod"))) {
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

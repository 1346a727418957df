import type { KubeObject } from "../../live/kube";
import { keyOf } from "../../live/kube";
import type { Severity } from "../finding";
import { type LinkName, links } from "./links";

/** What is wrong in a cluster. */
export interface LiveFinding {
  readonly id: string;
  /** The link of the chain, or the check, by the name that people use. */
  readonly link: LinkName;
  readonly severity: Severity;
  readonly object: string;
  readonly field?: string;
  readonly evidence?: string;
  readonly cause: string;
  /** What to change: a command where one does it. */
  readonly fix: string;
  /** It may heal by itself: a rollout, a reload, the next scrape. */
  readonly heals: boolean;
}

export interface Break {
  readonly object: KubeObject | string;
  readonly field?: string;
  readonly evidence?: string;
  readonly cause: string;
  readonly fix: string;
  /** Where this case differs from the others of its link. */
  readonly heals?: boolean;
}

export function broken(link: LinkName, { object, ...rest }: Break): LiveFinding {
  const { id, severity, heals } = links[link];
  const place = typeof object === "string" ? object : `${object.kind} ${keyOf(object)}`;
  return { id, link, severity, heals, ...rest, object: place };
}

import type { Workspace } from "../workspace/workspace";
import type { Place } from "../workspace/yaml";

/** error: something visible breaks; warning: a weakness; note: worth knowing. */
export type Severity = "error" | "warning" | "note";

/** A text of one line, and what is right there, whoever it is. Where there are several answers, there is no repair. */
export interface Repair {
  readonly place: Place;
  readonly from: string;
  readonly to: string;
}

/** What a check sees at one place. */
export interface Sight {
  readonly severity: Severity;
  readonly place: Place;
  /** What is written there, quoted. Never the value of a secret. */
  readonly evidence: string;
  /** One sentence: why it breaks. */
  readonly cause: string;
  /** What to change, exactly. */
  readonly fix: string;
  readonly repair?: Repair;
}

/** A weakness: what {@link Sight} holds, in its order. */
export const warning = (place: Place, evidence: string, cause: string, fix: string): Sight => ({
  severity: "warning",
  place,
  evidence,
  cause,
  fix,
});

export interface Check {
  readonly id: string;
  readonly title: string;
  /** What its owner sees when it is broken, and why, for `doctor explain`. */
  readonly story: string;
  detect(workspace: Workspace): Iterable<Sight>;
}

export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly evidence: string;
  readonly cause: string;
  readonly fix: string;
}

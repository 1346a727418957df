import type { Severity } from "../../../src/doctor/finding";
import type { Tree } from "../support";

/** A check's three worlds: broken, the same repaired, and one that looks broken and is healthy. */
export interface Case {
  readonly id: string;
  readonly what: string;
  readonly broken: Tree;
  /** Where it is found. */
  readonly file: string;
  /** How bad it is: an error where nothing is said. */
  readonly severity?: Severity;
  /** What the repair changes in the broken world; null takes a file away. */
  readonly repair: Readonly<Record<string, string | null>>;
  readonly lookAlike?: Tree;
}

import type { DetectedService } from "../adopt/detect";
import type { Proposal } from "../adopt/proposal";

export type Given = Readonly<Record<string, unknown>>;

/** A service that is adopted, and what is said of it beside its files. */
export interface Chosen {
  readonly service: DetectedService;
  readonly said: Given;
}

export interface Choice {
  readonly chosen: readonly Chosen[];
  /** The only one of a portfolio, of which the options speak; of several each is in their list. */
  readonly isWhole: boolean;
}

/** The same, with what follows from its files. */
export interface Case extends Chosen {
  /** What it is called, and where it lies. */
  readonly known: Given;
  readonly proposal: Proposal;
  readonly options: Given;
  /** What is said of it where nothing tells whether it answers requests. */
  readonly note: string | undefined;
}

/** All that is known of it, where what is said counts more than what its files tell. */
export const optionsOf = (known: Given, { options }: Proposal, said: Given): Record<string, unknown> => ({
  ...known,
  ...options,
  ...said,
  runtime: "container",
});

import type { DesiredRepository } from "./desired";
import type { Call } from "./gh";

/** Requests that belong together, and by which refusals of them the publication goes on. */
export interface CallStep {
  readonly kind: "call";
  readonly title: string;
  readonly repository: DesiredRepository;
  readonly calls: readonly Call[];
  /** The owner's plan may not have the feature. */
  readonly planDependent?: boolean;
  /** Statuses by which GitHub says that a policy, or a right that is missing, forbids it. */
  readonly policyStatuses?: readonly number[];
}

export interface PushStep {
  readonly kind: "push";
  readonly title: string;
  readonly repository: DesiredRepository;
  /** Arguments of git, one command after the other. */
  readonly commands: readonly (readonly string[])[];
}

export interface RunStep {
  readonly kind: "run";
  readonly title: string;
  readonly repository: DesiredRepository;
  /** The run that was there before, where a new one starts. */
  readonly former?: number;
  /** What the run can do nothing without. */
  readonly needs?: CallStep;
}

/** A package that others have to be let at. */
export interface PackageStep {
  readonly kind: "package";
  readonly title: string;
  readonly repository: DesiredRepository;
  readonly name: string;
}

export interface HandOverStep {
  readonly kind: "handOver";
  readonly title: string;
  readonly repository: DesiredRepository;
}

export type Step = CallStep | PushStep | RunStep | PackageStep | HandOverStep;

/** What a person does at GitHub's pages, or skips. */
export function isForPerson({ kind }: Step): boolean {
  return kind === "package" || kind === "handOver";
}

import type { Place } from "../workspace/yaml";

export const FACTS = [
  "language",
  "languageVersion",
  "framework",
  "buildContext",
  "start",
  "user",
  "userId",
  "worker",
  "port",
  "managementPort",
  "healthPath",
  "readyPath",
  "metrics",
  "metricsPath",
  "statusPath",
  "installCommand",
  "testCommand",
  "lintCommand",
] as const;

export type FactName = (typeof FACTS)[number];
export type FactValue = string | number;

/** What one place says of a fact: one value, or several of which it must be one. */
export interface Claim {
  readonly fact: FactName;
  readonly values: readonly FactValue[];
  readonly place: Place;
  /** The places of the values one by one, where they are not one. */
  readonly places?: readonly Place[];
  readonly says: string;
}

export interface Evidence {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

export interface Fact {
  readonly value: FactValue;
  readonly evidence: readonly Evidence[];
}

/** A fact that nobody tells, or on which those who tell it do not agree. */
export interface Question {
  readonly fact: FactName;
  readonly candidates: readonly Fact[];
}

export interface Settled {
  readonly facts: Readonly<Partial<Record<FactName, Fact>>>;
  readonly open: readonly Question[];
}

/** A value is a fact when it is the only one that every place allows. What is more, or less, than that is a question. */
export function settle(claims: readonly Claim[], asked: readonly FactName[]): Settled {
  const facts: Partial<Record<FactName, Fact>> = {};
  const open: Question[] = [];
  for (const fact of FACTS) {
    const said = claims.filter((claim) => claim.fact === fact && claim.values.length > 0);
    const values = [...new Set(said.flatMap((claim) => claim.values))];
    const agreed = values.filter((value) => said.every((claim) => claim.values.includes(value)));
    if (agreed.length === 1) facts[fact] = factOf(agreed[0]!, said);
    else if (said.length > 0 || asked.includes(fact)) open.push({ fact, candidates: values.map((value) => factOf(value, said)) });
  }
  return { facts, open };
}

function factOf(value: FactValue, said: readonly Claim[]): Fact {
  const evidence = said
    .filter(({ values }) => values.includes(value))
    .map(({ values, places, place, says }) => ({ place: places?.[values.indexOf(value)] ?? place, says }))
    .map(({ place, says }) => ({ file: place.file.path, line: place.line, says }));
  return { value, evidence };
}

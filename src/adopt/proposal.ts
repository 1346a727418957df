import type { MetricsNames } from "../portfolio/metrics-names";
import type { PortfolioOptions } from "../portfolio/options";
import { shellWord } from "../shell-word";
import { MANIFESTS } from "./dependencies";
import type { DetectedService } from "./detect";
import type { Fact, FactName, FactValue } from "./fact";

export type AdoptedOption = keyof PortfolioOptions &
  (
    | "dockerfile"
    | "buildContext"
    | "runAsUser"
    | "worker"
    | "port"
    | "managementPort"
    | "healthPath"
    | "readyPath"
    | "metrics"
    | "metricsPath"
    | "statusPath"
    | "setup"
    | "setupVersion"
    | "installCommand"
    | "testCommand"
    | "lintCommand"
  );

/** An option whose value the files do not tell for certain. */
export interface OpenOption {
  readonly option: AdoptedOption;
  readonly candidates: readonly Fact[];
  /** What is so where nothing is answered; without it, somebody has to answer. */
  readonly otherwise?: string;
}

type Options = Partial<Record<AdoptedOption, string | number | boolean | MetricsNames>>;

/** What the files tell of a service, as options of a portfolio. */
export interface Proposal {
  readonly options: Options;
  readonly open: readonly OpenOption[];
  /** What the person should know who adopts it. */
  readonly notes: readonly string[];
}

/** The user of a container whose image has none but root, which no namespace of the portfolio lets run. */
const USER = 10001;

const ONCE =
  "several pods of a worker run at once, and in a roll-out the old beside the new. A bot or a scheduler must not: say --replicas 1, and strategy: Recreate in its values.yaml.";

interface Rule {
  readonly fact: FactName;
  /** What is so where nothing tells it. */
  readonly otherwise?: string;
  /** A command that is run in the folder of the service. */
  readonly isCommand?: true;
  /** Its value, where the option knows fewer. */
  readonly as?: (value: FactValue) => FactValue;
}

const RULES: Readonly<Partial<Record<AdoptedOption, Rule>>> = {
  buildContext: { fact: "buildContext" },
  port: { fact: "port" },
  managementPort: { fact: "managementPort" },
  healthPath: { fact: "healthPath" },
  readyPath: { fact: "readyPath", otherwise: "the health path answers for it" },
  metrics: { fact: "metrics" },
  metricsPath: { fact: "metricsPath" },
  statusPath: { fact: "statusPath" },
  setup: { fact: "language", as: (value) => (value in MANIFESTS ? value : "none"), otherwise: "CI sets up no language" },
  setupVersion: { fact: "languageVersion" },
  installCommand: { fact: "installCommand", isCommand: true },
  testCommand: { fact: "testCommand", otherwise: "CI runs no tests", isCommand: true },
  lintCommand: { fact: "lintCommand", otherwise: "CI runs no linter", isCommand: true },
};

/** What a service has that answers requests: a worker is not asked for it. */
export const OF_REQUESTS: readonly AdoptedOption[] = ["port", "healthPath", "readyPath", "metrics"];

function isWorker({ facts }: DetectedService, given: Readonly<Record<string, unknown>>): boolean {
  return given.worker === undefined ? facts.worker !== undefined : given.worker === true;
}

/** @param given options that are said already: they are not asked */
export function proposalOf(service: DetectedService, given: Readonly<Record<string, unknown>>): Proposal {
  const options: Options = isWorker(service, given) ? { worker: true } : {};
  const open: OpenOption[] = [];
  for (const [option, rule] of Object.entries(RULES) as [AdoptedOption, Rule][]) {
    if (given[option] !== undefined || (options.worker && OF_REQUESTS.includes(option))) continue;
    const { value } = service.facts[rule.fact] ?? {};
    const question = service.open.find(({ fact }) => fact === rule.fact);
    const asOption = (told: FactValue) => optionOf(rule, service.folder, told);
    if (value !== undefined) options[option] = (option === "metrics" && service.ownNames) || asOption(value);
    else if (question) {
      const candidates = question.candidates.map((fact) => ({ ...fact, value: asOption(fact.value) }));
      open.push({ option, candidates, ...(candidates.length === 0 && rule.otherwise && { otherwise: rule.otherwise }) });
    }
  }
  const user = userOf(service, given);
  return {
    options: { dockerfile: service.dockerfile ?? "Dockerfile", ...options, ...user.options },
    open: [...open, ...user.open],
    notes: [...user.notes, ...service.notes, ...(options.worker ? [ONCE] : [])],
  };
}

function optionOf({ isCommand, as }: Rule, folder: string, value: FactValue): FactValue {
  if (as) return as(value);
  return isCommand && folder !== "" ? `cd ${shellWord(folder)} && ${value}` : value;
}

/** Kubernetes can tell that a container is not root only by a number. */
function userOf({ facts, dockerfile }: DetectedService, given: Readonly<Record<string, unknown>>): Proposal {
  const none: Proposal = { options: {}, open: [], notes: [] };
  if (dockerfile === undefined || given.runAsUser !== undefined) return none;
  const id = facts.userId?.value;
  if (id === 0) {
    const note = `${dockerfile} runs as root, which the cluster refuses: it will run as user ${USER}. What it writes must lie in /tmp, or say USER in ${dockerfile}.`;
    return { ...none, options: { runAsUser: USER }, notes: [note] };
  }
  const name = String(facts.user?.value ?? "");
  if (name === "" || /^\d+(:|$)/.test(name)) return none;
  if (id !== undefined) return { ...none, options: { runAsUser: id } };
  return { ...none, open: [{ option: "runAsUser", candidates: [] }] };
}

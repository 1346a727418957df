import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { cleanEnvironment } from "../child-process";
import { Kubectl } from "../live/kubectl";
import { type Delivered, delivered, type Unmeasured } from "../measure/delivered";
import { type Rollouts, rolledOut } from "../measure/rollouts";
import { writeMeasured } from "../measure/written";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { type Scope, scopeOf } from "../portfolio/scope";
import { serviceNamed } from "../portfolio/service-named";
import type { Sibling } from "../repositories/neighbours";
import { recordedService } from "../repositories/record";
import { membersAt } from "../synthesis/locate";
import { Failure, UsageError } from "../usage-error";

interface How {
  readonly service?: string;
  readonly environment?: string;
  readonly rollouts: number;
  readonly rate: number;
  readonly address?: string;
  readonly context?: string;
  readonly json: boolean;
  readonly yes: boolean;
}

const PAGE = "docs/resume.md";

/** Measures the way of a commit and the rollouts, says what it found and writes it down for the person who applies with it. */
export async function measure(folder: string, how: How): Promise<void> {
  const warn = (text: string) => process.stderr.write(`${text}\n`);
  const members = membersAt(folder, warn);
  const scope = chosenScope(resolvePortfolio(members[0].record.options), how);
  const infra = members.find(({ record }) => record.role === "infra")?.folder;
  if (!infra) throw new Failure(`${scope.infraRepository} does not lie here: clone it beside the others.`);
  const app = members.find(({ record }) => record.role === "app" && recordedService(record).repository === scope.appRepository)?.folder;
  const way = await delivered(infra, app, proofIn(infra, scope));
  const rollouts = how.rollouts === 0 ? { reason: "not asked for" } : await measureRollouts(scope, how);
  if (how.json) process.stdout.write(`${JSON.stringify({ service: scope.appName, delivered: way, rollouts }, null, 2)}\n`);
  else process.stdout.write(`${[...linesOf(scope, way, rollouts), ...reasonsOf({ delivery: way, rollouts })].join("\n")}\n`);
  note(members, linesOf(scope, way, rollouts), warn);
}

function chosenScope(portfolio: Portfolio, { service, environment }: How): Scope {
  const { environments } = portfolio;
  const place = environments.find(({ name }) => name === (environment ?? environments[0].name));
  if (!place) throw new UsageError(`--environment is none of ${environments.map(({ name }) => name).join(", ")}: ${environment}.`);
  return scopeOf(portfolio, service === undefined ? undefined : serviceNamed(portfolio, service), place);
}

async function measureRollouts(scope: Scope, { rollouts, rate, yes, ...how }: How): Promise<Rollouts | Unmeasured> {
  if (!scope.serves) return { reason: `${scope.appName} is a worker: nobody sends it requests` };
  const { appName: name, appNamespace: namespace, clusterType, portfolioId, environment } = scope;
  const context = how.context ?? environment.context ?? (clusterType.isLocal ? portfolioId : undefined);
  const url = `${how.address ?? addressOf(scope)}`.replace(/\/$/, "") + scope.traffic[0];
  const question = `Restart ${name} in namespace ${namespace} of ${context ? `the context ${context}` : "the current context"} ${rollouts} times, while ${rate} requests a second go to ${url}?`;
  if (!yes && !process.stdin.isTTY) throw new UsageError(`${question} There is no terminal to ask: give --yes, or --rollouts 0.`);
  if (!yes && !(await (await import("./prompts.js")).confirmed(question))) return { reason: "not wanted" };
  return rolledOut(new Kubectl(context), { namespace, name, url, rollouts, rate });
}

/** Behind the first environment `image.yaml` says what was promoted, and `verified.yaml` what is proven of it: as `proof` in `promotion.lib.sh`. */
function proofIn(infra: string, { environmentPath, environmentName, environments }: Scope): string {
  const verified = join(environmentPath, "verified.yaml");
  const isPromoted = environmentName !== environments[0].name && existsSync(join(infra, verified));
  return isPromoted ? verified : join(environmentPath, "image.yaml");
}

/** Where users come in: a port-forward would lead to one pod and end with it. */
function addressOf({ exposure, clusterType, ingressHost, nodePort, portfolioId }: Scope): string {
  if (exposure === "ingress") return `http${clusterType.isLocal ? "" : "s"}://${ingressHost}`;
  if (exposure === "nodePort" && clusterType.isLocal && process.platform === "linux") {
    try {
      const said = execFileSync("minikube", ["ip", "--profile", portfolioId], { env: cleanEnvironment(), timeout: 30_000 });
      return `http://${said.toString().trim()}:${nodePort}`;
    } catch {
      // said below: there is no such profile, or no minikube
    }
  }
  const how = clusterType.isLocal ? `; on Minikube it is what \`minikube service --url\` prints, with --profile ${portfolioId}` : "";
  throw new UsageError(`Where the service is reached from here is not known: give --address${how}.`);
}

/** As they are to be read in a résumé. */
function linesOf(
  { appName, environmentName, clusterTitle }: Scope,
  way: Delivered | Unmeasured,
  rollouts: Rollouts | Unmeasured,
): string[] {
  const number = (value: number) => value.toLocaleString("en");
  return [
    ...("reason" in way ? [] : [`- ${number(way.seconds)} s from a commit to its verified deployment (${way.tag} in ${environmentName})`]),
    ...("reason" in rollouts
      ? []
      : [
          `- ${number(rollouts.failed)} of ${number(rollouts.requests)} requests failed in ${rollouts.rollouts} rollouts of ${appName} on ${clusterTitle}, at ${rollouts.rate} requests a second; the slowest took ${number(rollouts.slowestMs)} ms`,
        ]),
  ];
}

function reasonsOf(numbers: Record<string, object>): string[] {
  return Object.entries(numbers).flatMap(([name, found]) => ("reason" in found ? [`Not measured: ${name}, ${found.reason}.`] : []));
}

function note(members: readonly Sibling[], lines: readonly string[], say: (text: string) => void): void {
  const docs = members.find(({ record }) => record.role === "docs")?.folder;
  if (!docs || lines.length === 0) return;
  const page = join(docs, PAGE);
  const shown = relative(process.cwd(), page);
  const today = new Date().toISOString().slice(0, 10);
  const isWritten = writeMeasured(page, [`Measured on ${today} by \`npx create-devops-portfolio measure\`:`, "", ...lines]);
  say(
    isWritten
      ? `Written into ${shown}.`
      : `${shown} has no place for it: put <!-- measured --> and <!-- end measured --> where it belongs.`,
  );
}

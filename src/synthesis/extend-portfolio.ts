import { existsSync } from "node:fs";
import { join } from "node:path";
import { fillFolder } from "../files/write-tree";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio, type Service } from "../portfolio/portfolio";
import { firstOfEach, servicesWith } from "../portfolio/repositories";
import { type Scope, scopesOf } from "../portfolio/scope";
import type { Sibling } from "../repositories/neighbours";
import { readRecordIfSound, recordedService, recordedServices } from "../repositories/record";
import { Failure, UsageError } from "../usage-error";
import { commitByHand, firstCommit } from "./first-commit";
import { describe, identified, renderRepository, type WrittenRepository } from "./render-portfolio";
import { type Reshaped, reshape } from "./reshape";
import { setApart } from "./set-apart";
import { writeAtomically } from "./staging";
import { absentFrom, isOf, type Whole } from "./whole";

/** The repository of a service that comes. */
export interface Created {
  readonly folder: string;
  readonly service: Service;
  readonly written: WrittenRepository;
  /** @returns why there is no first commit, if there is none */
  apply(git: boolean): Promise<string | undefined>;
}

/** What becomes of a portfolio on disk. Nothing is done before it is applied. */
export interface Extension {
  readonly portfolio: Portfolio;
  readonly created: readonly Created[];
  readonly reshaped: readonly Reshaped[];
  /** Repositories of services that go: they stay where they are. */
  readonly removed: readonly string[];
  /** What else is so from then on, and what only the user can do. */
  readonly notes: readonly string[];
}

/**
 * Gives a portfolio other services or environments: in all its repositories, or in none.
 *
 * @throws PortfolioError, UsageError or Failure that says what is in the way. Nothing is written before everything is known.
 */
export function planExtension(whole: Whole, given: PortfolioOptions): Extension {
  const before = resolvePortfolio(whole.options);
  const portfolio = resolvePortfolio(given);
  const [had, has] = [before, portfolio].map(({ services }) => services.map(({ name }) => name));
  const coming = portfolio.services.filter(({ name }) => !had.includes(name));
  const returning = coming.flatMap((service) => repositoryFromBefore(whole, service) ?? []);
  const created = firstOfEach(portfolio.services)
    .filter((first) => servicesWith(first, portfolio.services).every((service) => coming.includes(service)))
    .filter(({ name }) => !returning.some((repository) => isOf(repository, name)))
    .map((service) => creation(whole, portfolio, service));
  const removed = whole.repositories.filter(
    ({ record }) => record.role === "app" && recordedServices(record).every(({ name }) => !has.includes(name)),
  );
  const staying = whole.repositories.filter((repository) => !removed.includes(repository));
  const absent = absentFrom(whole).map((name) => `${name} does not lie here: run npx create-devops-portfolio sync beside it later`);
  return {
    portfolio,
    created,
    reshaped: reshapeAll([...staying, ...returning], portfolio),
    removed: removed.map(({ folder }) => folder),
    notes: [
      ...returning.map(({ folder }) => `${folder} lies here from before, and is part of the portfolio again`),
      ...absent,
      ...differencesOf(before, portfolio),
    ],
  };
}

/** First what can be told from a portfolio that is as before: a run that is killed is done again, or carried on by `sync`. */
export async function applyExtension({ created, reshaped, removed }: Extension, git: boolean): Promise<string[]> {
  const waiting: string[] = [];
  for (const { folder, apply } of created) {
    const reason = await apply(git);
    if (reason) waiting.push(`No first commit: ${reason}. To make it yourself:\n  ${commitByHand(folder)}`);
  }
  for (const folder of removed) setApart(folder);
  // The pages name lines of the other repositories.
  const isDocs = ({ role }: Reshaped) => Number(role === "docs");
  for (const { apply } of [...reshaped].sort((a, b) => isDocs(a) - isDocs(b))) waiting.push(...apply());
  return waiting;
}

function reshapeAll(repositories: Whole["repositories"], portfolio: Portfolio): Reshaped[] {
  const problems: string[] = [];
  const reshaped = repositories.flatMap((repository) => {
    try {
      return [reshape(repository, portfolio)];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(error.message.startsWith(repository.folder) ? error.message : `${repository.folder}: ${error.message}`);
      return [];
    }
  });
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return reshaped;
}

function creation({ home, id }: Whole, portfolio: Portfolio, service: Service): Created {
  const { name, repository } = service;
  const folder = join(home, repository);
  if (existsSync(folder)) throw new UsageError(inTheWay(folder));
  const tree = identified(renderRepository(portfolio, "app", folder, name), id);
  const apply = (git: boolean) =>
    writeAtomically(folder, (staging) => {
      fillFolder(staging, tree);
      return git ? firstCommit(staging, portfolio) : Promise.resolve(undefined);
    });
  return { folder, service, written: describe({ role: "app", service: name, name: repository, tree }), apply };
}

/** The repository of a service that was removed and comes back: with all that its user wrote there. */
function repositoryFromBefore({ home, id }: Whole, { name, repository }: Service): Sibling | undefined {
  const folder = join(home, repository);
  const record = readRecordIfSound(folder);
  return record?.removed && record.id === id && isOf({ folder, record }, name) ? { folder, record } : undefined;
}

function inTheWay(folder: string): string {
  const record = readRecordIfSound(folder);
  const whose = record?.removed ? ` with the code of ${recordedService(record).name}, a service that was removed` : "";
  return `${folder} is in the way${whose}: move it, or give the repository another name (--app-repository)`;
}

/** What changes for deployments that stay, because their place among the others does; and what runs and is no more part of it. */
function differencesOf(before: Portfolio, after: Portfolio): string[] {
  const keyOf = ({ appName, environmentName }: Scope) => `${appName} in ${environmentName}`;
  const now = new Map(scopesOf(after).map((scope) => [keyOf(scope), scope]));
  return scopesOf(before).flatMap((scope) => {
    const next = now.get(keyOf(scope));
    return next ? changesOf(scope, next).map((text) => `${keyOf(scope)}: ${text}`) : [uninstall(scope)];
  });
}

function changesOf(before: Scope, after: Scope): string[] {
  const facts = { nodePort: "node port", ingressHost: "host", appNamespace: "namespace", deployEnvironment: "GitHub environment" } as const;
  return (Object.keys(facts) as (keyof typeof facts)[])
    .filter((fact) => before[fact] !== after[fact] && (fact !== "nodePort" || after.exposure === "nodePort"))
    .map(
      (fact) =>
        `its ${facts[fact]} is ${after[fact]}, no more ${before[fact]}${fact === "deployEnvironment" ? ": move its variables and secrets there" : ""}`,
    );
}

function uninstall({ appName, appNamespace, environmentName, environment: { context, cluster } }: Scope): string {
  const where = context ? ` --kube-context ${context}` : "";
  return `${appName} in ${environmentName}: if it runs in ${cluster.title}, remove it with helm uninstall ${appName} --namespace ${appNamespace}${where}`;
}

import { Failure } from "../usage-error";
import { type DesiredRepository, HAND_OVER } from "./desired";
import { explain, isBeyondPlan } from "./errors";
import { type Answer, get } from "./gh";

export interface Run {
  readonly id: number;
  readonly status: string;
  readonly conclusion: string | null;
  readonly url: string;
}

/** A repository at GitHub. */
export interface ActualRepository {
  readonly id: number;
  readonly ownerId: number;
  readonly isPublic: boolean;
  readonly isEmpty: boolean;
  /** Newest commit of the default branch. */
  readonly head?: string;
  readonly description: string;
  readonly homepage: string;
  readonly topics: readonly string[];
  /** Value by name, of those that matter here. */
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** What may deploy, by environment; nothing where every branch may. */
  readonly environments: Readonly<Record<string, readonly string[] | undefined>>;
  /** Names; nothing where the owner's plan has no rulesets for it. */
  readonly rulesets?: readonly string[];
  /** What the token of a workflow may do where the workflow says nothing. */
  readonly workflowPermissions: string;
  /** Whether that token may open pull requests. */
  readonly opensPulls: boolean;
  /** Address of its site on GitHub Pages, where it should have one and has. */
  readonly site?: string;
  /** The newest run on the default branch of the workflow that matters. */
  readonly run?: Run;
  /** By package; without those that are not there yet, or that the login may not look at. */
  readonly packageVisibility: Readonly<Record<string, string>>;
}

export interface Owner {
  readonly login: string;
  readonly isOrganization: boolean;
}

/** What there is; nothing for a repository that is not there. */
export async function readRepository(desired: DesiredRepository, owner: Owner): Promise<ActualRepository | undefined> {
  const path = pathOf(desired);
  const found = await get(path);
  if (found.status === 404) return undefined;
  // A repository that was renamed or moved is answered for under its old name, which is free.
  if (found.status === 200 && found.body.full_name.toLowerCase() !== path.slice("repos/".length).toLowerCase()) {
    await assertOther(desired, found.body.full_name);
    return undefined;
  }
  const { id, owner: account, visibility, description, homepage, topics } = wanted(path, found);
  const commits = await get(`${path}/commits?per_page=1`);
  const isEmpty = commits.status === 409;
  if (!isEmpty) await assertOurs(desired);
  const [variables, secrets, environments, rulesets, workflowPermissions, run, packageVisibility, site] = await Promise.all([
    readVariables(desired),
    list(`${path}/actions/secrets?per_page=100`, "secrets"),
    readEnvironments(desired),
    readRulesets(path),
    read(`${path}/actions/permissions/workflow`),
    readRun(desired),
    readPackages(desired, owner),
    desired.hasSite ? ifThere(`${path}/pages`) : undefined,
  ]);
  const texts = { description: description ?? "", homepage: homepage ?? "", topics: topics ?? [] };
  const settings = { variables, secrets, environments, rulesets, run, packageVisibility, site: site?.html_url };
  return {
    ...{ id, ownerId: account.id, isPublic: visibility === "public", isEmpty, head: commits.body?.[0]?.sha, ...texts, ...settings },
    workflowPermissions: workflowPermissions.default_workflow_permissions,
    opensPulls: workflowPermissions.can_approve_pull_request_reviews,
  };
}

export function pathOf({ owner, name }: Pick<DesiredRepository, "owner" | "name">): string {
  return `repos/${owner}/${name}`;
}

/** Of an image of a repository, in the API and on the pages. */
export function packagePath({ owner }: DesiredRepository, packageName: string, { isOrganization }: Owner): string {
  return `${isOrganization ? "orgs" : "users"}/${owner}/packages/container/${encodeURIComponent(packageName)}`;
}

/** Whoever owns what is in a repository says so in its record. */
async function assertOurs(desired: DesiredRepository): Promise<void> {
  const record = await ifThere(`${pathOf(desired)}/contents/.projen/portfolio.json`);
  if (record && recordOf(record.content)?.id === desired.id) return;
  throw new Failure(
    `${desired.url} is not empty and not of this portfolio: nothing was changed. Choose another name in .projenrc.ts, or rename what is there.`,
  );
}

/** One of this portfolio that was renamed gets no twin, for which GitHub would end the way from its old name. */
async function assertOther(desired: DesiredRepository, name: string): Promise<void> {
  const record = await ifThere(`repos/${name}/contents/.projen/portfolio.json`);
  if (!record || recordOf(record.content)?.id !== desired.id) return;
  throw new Failure(
    `${desired.url} is called ${name} now: nothing was changed. Give it that name in .projenrc.ts, then npx projen and sync, or rename it back at GitHub.`,
  );
}

function recordOf(content: string): { id?: string } | undefined {
  try {
    return JSON.parse(Buffer.from(content, "base64").toString("utf8"));
  } catch {
    return undefined;
  }
}

async function readVariables(desired: DesiredRepository): Promise<Record<string, string>> {
  const names = ["ATTEST", HAND_OVER.variable, ...desired.variables];
  const found = await Promise.all(names.map((name) => ifThere(`${pathOf(desired)}/actions/variables/${name}`)));
  return Object.fromEntries(found.flatMap((body, index) => (body ? [[names[index], body.value]] : [])));
}

async function readEnvironments(desired: DesiredRepository): Promise<ActualRepository["environments"]> {
  const path = `${pathOf(desired)}/environments`;
  const read = desired.environments.map(async (name) => {
    const environment = await ifThere(`${path}/${encodeURIComponent(name)}`);
    if (!environment) return [];
    const { deployment_branch_policy: policy, protection_rules: rules } = environment;
    // Reviewers or a policy of its owner's: to set ours would take them away.
    if (policy?.protected_branches || (!policy && rules?.length > 0)) return [[name, ["as its owner chose"]] as const];
    if (!policy) return [[name, undefined] as const];
    return [[name, await list(`${path}/${encodeURIComponent(name)}/deployment-branch-policies?per_page=100`, "branch_policies")] as const];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

async function readRulesets(path: string): Promise<string[] | undefined> {
  const rulesets = `${path}/rulesets?per_page=100&includes_parents=false`;
  const answer = await get(rulesets);
  if (isBeyondPlan(answer)) return undefined;
  return wanted(rulesets, answer).map(({ name }: { name: string }) => name);
}

export const runsPath = (desired: DesiredRepository): string =>
  `${pathOf(desired)}/actions/workflows/${desired.workflow}/runs?branch=main&per_page=1`;

/** Nothing while there is none: GitHub takes a moment to start one, and does not know the workflow before. */
export async function readRun(desired: DesiredRepository): Promise<Run | undefined> {
  const found = await ifThere(runsPath(desired));
  const [run] = found?.workflow_runs ?? [];
  return run && { id: run.id, status: run.status, conclusion: run.conclusion, url: run.html_url };
}

async function readPackages(desired: DesiredRepository, owner: Owner): Promise<Record<string, string>> {
  const found = await Promise.all(desired.packages.map(async (name) => [name, await readPackage(desired, name, owner)] as const));
  return Object.fromEntries(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

export async function readPackage(desired: DesiredRepository, name: string, owner: Owner): Promise<string | undefined> {
  const { status, body } = await get(packagePath(desired, name, owner));
  return status === 200 ? body.visibility : undefined;
}

/** Names of what is listed. */
async function list(path: string, key: string): Promise<string[]> {
  return (await read(path))[key].map(({ name }: { name: string }) => name);
}

async function read(path: string): Promise<Answer["body"]> {
  return wanted(path, await get(path));
}

/** Nothing where it is not there. What is refused is not absent: to make it anew could take the owner's own away. */
async function ifThere(path: string): Promise<Answer["body"] | undefined> {
  const answer = await get(path);
  return answer.status === 404 || isBeyondPlan(answer) ? undefined : wanted(path, answer);
}

function wanted(path: string, answer: Answer): Answer["body"] {
  if (answer.status !== 200) throw explain({ method: "GET", path }, answer);
  return answer.body;
}

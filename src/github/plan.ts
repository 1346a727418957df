import { type ActualRepository, type Owner, pathOf } from "./actual";
import { type DesiredRepository, HAND_OVER } from "./desired";
import type { Call } from "./gh";

/** Requests that belong together; `planDependent` where the owner's plan may not have the feature, `policyDependent` where a policy may forbid it. */
export interface CallStep {
  readonly kind: "call";
  readonly title: string;
  readonly repository: DesiredRepository;
  readonly calls: readonly Call[];
  readonly planDependent?: boolean;
  readonly policyDependent?: boolean;
}

/** What is more than a request: apply.ts knows how. */
export interface WorkStep {
  readonly kind: "push" | "run" | "handOver";
  readonly title: string;
  readonly repository: DesiredRepository;
}

/** A package that others have to be let at. */
export interface PackageStep {
  readonly kind: "package";
  readonly title: string;
  readonly repository: DesiredRepository;
  readonly name: string;
}

export type Step = CallStep | WorkStep | PackageStep;

/** What a person does at GitHub's pages, or skips. */
export function isForPerson({ kind }: Step): boolean {
  return kind === "package" || kind === "handOver";
}

const RULESET = "main";

/** The newest commit of `main` cannot be taken away. More would shut out the workflows that commit the deployed image and the pictures. */
const ruleset = {
  name: RULESET,
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
  rules: [{ type: "deletion" }, { type: "non_fast_forward" }],
};

export interface PublishedRepository {
  readonly desired: DesiredRepository;
  readonly actual: ActualRepository | undefined;
}

export interface Publication {
  readonly owner: Owner;
  readonly repositories: readonly PublishedRepository[];
}

/** Nothing where an app is published without one. */
export const infraOf = (repositories: readonly PublishedRepository[]): PublishedRepository | undefined =>
  repositories.find(({ desired }) => desired.role === "infra");

/** A deployment proves that it had the packages and the secrets that it needs. */
export const isDeployed = (infra: PublishedRepository | undefined): boolean => infra?.actual?.run?.conclusion === "success";

/** What is missing, in the order in which it is done. What a person set otherwise is left as it is. */
export function plan({ owner, repositories }: Publication): Step[] {
  const of = (role: DesiredRepository["role"]) => repositories.filter(({ desired }) => desired.role === role);
  const settle = (all: Publication["repositories"]) =>
    all.flatMap(({ desired, actual }) => [...creation(desired, actual, owner), ...settings(desired, actual)]);
  const infra = infraOf(repositories);
  const publish = (all: Publication["repositories"]) => all.flatMap(({ desired, actual }) => publication(desired, actual, infra));
  return [
    // A first run needs its variables, and the App of the hand-over the repository that it is for.
    ...settle(of("app")),
    ...settle(of("infra")),
    ...publish(of("app")),
    ...publish(of("infra")),
    ...of("app").flatMap(({ desired, actual }) => handOver(desired, actual)),
    ...settle(of("docs")),
    ...publish(of("docs")),
  ];
}

function creation(repository: DesiredRepository, actual: ActualRepository | undefined, owner: Owner): CallStep[] {
  if (actual) return [];
  const { name, description, homepage, isPublic } = repository;
  const path = owner.isOrganization ? `orgs/${owner.login}/repos` : "user/repos";
  const body = { name, description, homepage, private: !isPublic, has_wiki: false };
  return [{ kind: "call", title: `create it, ${isPublic ? "PUBLIC" : "private"}`, repository, calls: [{ method: "POST", path, body }] }];
}

function settings(repository: DesiredRepository, actual: ActualRepository | undefined): CallStep[] {
  const path = pathOf(repository);
  const call = (title: string, method: Call["method"], more: string, body: object): CallStep => ({
    ...{ kind: "call", title, repository },
    calls: [{ method, path: `${path}${more}`, body }],
  });
  const { description, homepage } = repository;
  const texts = Object.entries({ description, homepage }).filter(([key, text]) => actual && text && !actual[key as "homepage"]);
  const attest = attestVariable(repository, actual);
  return [
    ...(texts.length > 0 ? [call("description and homepage", "PATCH", "", Object.fromEntries(texts))] : []),
    ...(actual?.topics.length ? [] : [call("topics", "PUT", "/topics", { names: repository.topics })]),
    ...(actual?.workflowPermissions === "read"
      ? []
      : [
          call("workflows may read only, unless they say more", "PUT", "/actions/permissions/workflow", {
            default_workflow_permissions: "read",
          }),
        ]),
    ...(lacksPulls(repository, actual)
      ? [
          {
            ...call("workflows may open pull requests: those of promotions", "PUT", "/actions/permissions/workflow", {
              can_approve_pull_request_reviews: true,
            }),
            policyDependent: true,
          },
        ]
      : []),
    ...(attest ? [call(attest.title, attest.method, attest.path, attest.body)] : []),
    ...environments(repository, actual),
  ];
}

/** Whether its workflow may not open the pull requests that it has to; with the App it needs no permission of the repository. */
export function lacksPulls({ opensPulls }: DesiredRepository, actual: ActualRepository | undefined): boolean {
  return opensPulls && !actual?.opensPulls && !hasHandOver(actual);
}

/** A private repository cannot sign without GitHub Enterprise Cloud; who has it sets the variable to `true`. */
function attestVariable({ attests, isPublic }: DesiredRepository, actual: ActualRepository | undefined) {
  const current = actual?.variables.ATTEST;
  if (!attests) return undefined;
  if (!(actual?.isPublic ?? isPublic) && current === undefined) {
    const title = "variable ATTEST=false: private repositories cannot sign without GitHub Enterprise Cloud";
    return { title, method: "POST", path: "/actions/variables", body: { name: "ATTEST", value: "false" } } as const;
  }
  if (!actual?.isPublic || current !== "false") return undefined;
  return {
    title: "variable ATTEST=true: it is public now",
    method: "PATCH",
    path: "/actions/variables/ATTEST",
    body: { value: "true" },
  } as const;
}

function environments(repository: DesiredRepository, actual: ActualRepository | undefined): CallStep[] {
  if (lacksProtection(actual)) return [];
  return repository.environments.flatMap((name) => {
    const path = `${pathOf(repository)}/environments/${encodeURIComponent(name)}`;
    const branches = actual?.environments[name];
    if (branches?.length) return [];
    const policy = { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } };
    const calls: Call[] = [
      ...(branches ? [] : [{ method: "PUT", path, body: policy } as const]),
      { method: "POST", path: `${path}/deployment-branch-policies`, body: { name: "main" } },
    ];
    return [{ kind: "call", title: `environment ${name}: only main is deployed`, repository, calls, planDependent: true }];
  });
}

/** Whether the owner's plan lacks what protects a private repository. */
export function lacksProtection(actual: ActualRepository | undefined): boolean {
  return actual !== undefined && actual.rulesets === undefined;
}

function publication(repository: DesiredRepository, actual: ActualRepository | undefined, infra: PublishedRepository | undefined): Step[] {
  const { role, workflow, isPublic } = repository;
  const isProven = actual?.run?.conclusion === "success";
  const steps: Step[] = [];
  if (actual?.isEmpty !== false) steps.push({ kind: "push", title: "push main", repository });
  if (!lacksProtection(actual) && !actual?.rulesets?.includes(RULESET)) {
    const call: Call = { method: "POST", path: `${pathOf(repository)}/rulesets`, body: ruleset };
    steps.push({ kind: "call", title: "ruleset: main is neither deleted nor rewritten", repository, calls: [call], planDependent: true });
  }
  if (role !== "docs" && !isProven && isReachable(repository, actual))
    steps.push({ kind: "run", title: `wait for the first run of ${workflow}`, repository });
  for (const name of missingPackages(repository, actual, infra)) {
    const its = packageIn(repository, name);
    const title = isPublic ? `you make ${its} public` : `you let the infra repository read ${its}`;
    steps.push({ kind: "package", title, repository, name });
  }
  return steps;
}

/** As a sentence has it. */
export function packageIn({ packages }: DesiredRepository, name: string): string {
  return packages.length > 1 ? `its package ${name}` : "its package";
}

/** The infra repository reads a public package, or one that it was given access to, which no request tells but a deployment proves. */
export function missingPackages(
  { packages, isPublic }: DesiredRepository,
  actual: ActualRepository | undefined,
  infra: PublishedRepository | undefined,
): string[] {
  if (!isPublic && (infra === undefined || isDeployed(infra))) return [];
  return packages.filter((name) => actual?.packageVisibility[name] !== "public");
}

/** A cluster in a cloud can be deployed to once a person has given the variables that lead to it. */
function isReachable({ variables }: DesiredRepository, actual: ActualRepository | undefined): boolean {
  return variables.every((name) => actual?.variables[name] !== undefined);
}

export function hasHandOver(actual: ActualRepository | undefined): boolean {
  return actual?.variables[HAND_OVER.variable] !== undefined && actual.secrets.includes(HAND_OVER.secret);
}

function handOver(repository: DesiredRepository, actual: ActualRepository | undefined): WorkStep[] {
  if (hasHandOver(actual)) return [];
  return [{ kind: "handOver", title: "GitHub App by which it tells the infra repository of an image (you may skip it)", repository }];
}

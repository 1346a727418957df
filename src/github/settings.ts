import { type ActualRepository, type Owner, pathOf } from "./actual";
import { type DesiredRepository, HAND_OVER } from "./desired";
import type { Call } from "./gh";
import type { CallStep } from "./steps";

const RULESET = "main";

/** The newest commit of `main` cannot be taken away. More would shut out the workflows that commit the deployed image and the pictures. */
const ruleset = {
  name: RULESET,
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
  rules: [{ type: "deletion" }, { type: "non_fast_forward" }],
};

/** Nothing where it has one, or its owner's plan has none. */
export function protection(repository: DesiredRepository, actual: ActualRepository | undefined): CallStep[] {
  if (lacksProtection(actual) || actual?.rulesets?.includes(RULESET)) return [];
  const call: Call = { method: "POST", path: `${pathOf(repository)}/rulesets`, body: ruleset };
  return [{ kind: "call", title: "ruleset: main is neither deleted nor rewritten", repository, calls: [call], planDependent: true }];
}

export function creation(repository: DesiredRepository, actual: ActualRepository | undefined, owner: Owner): CallStep[] {
  if (actual) return [];
  const { name, description, homepage, isPublic } = repository;
  const path = owner.isOrganization ? `orgs/${owner.login}/repos` : "user/repos";
  const body = { name, description, homepage, private: !isPublic, has_wiki: false };
  return [{ kind: "call", title: `create it, ${isPublic ? "PUBLIC" : "private"}`, repository, calls: [{ method: "POST", path, body }] }];
}

export function settings(repository: DesiredRepository, actual: ActualRepository | undefined): CallStep[] {
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
            policyStatuses: [409],
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

export function hasHandOver(actual: ActualRepository | undefined): boolean {
  return actual?.variables[HAND_OVER.variable] !== undefined && actual.secrets.includes(HAND_OVER.secret);
}

import { pageRoutes } from "./page-routes";
import { pullRoutes } from "./pulls";
import { runRoutes } from "./runs";
import type { Repository, StandIn } from "./stand-in";

// biome-ignore lint/suspicious/noExplicitAny: what is sent and kept in JSON.
export type Json = any;

export interface Reply {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

type Respond = (github: StandIn, parts: string[], body: Json, query: URLSearchParams) => Reply;
export type OnRepository = (github: StandIn, repository: Repository, parts: string[], body: Json, query: URLSearchParams) => Reply;

const ok = (body: Json): Reply => ({ status: 200, body });
const done: Reply = { status: 204 };
const notFound: Reply = { status: 404, body: { message: "Not Found" } };
const beyondPlan: Reply = {
  status: 403,
  body: { message: "Upgrade to GitHub Pro or make this repository public to enable this feature." },
};

/** A path of a repository, where there is one that can be seen already. */
const at =
  (respond: OnRepository): Respond =>
  (github, [owner, name, ...parts], body, query) => {
    const repository = owner === github.owner ? github.repositories.get(name) : undefined;
    if (!repository || repository.hidden-- > 0) return notFound;
    return respond(github, repository, parts, body, query);
  };

function asBody({ owner }: StandIn, { id, name, created, topics, site }: Repository): Json {
  const { description, homepage } = created;
  return {
    ...{ id, name, full_name: `${owner}/${name}`, owner: { login: owner, id: 77 }, description, homepage, topics },
    ...{ has_pages: site, private: created.private, visibility: created.private ? "private" : "public" },
  };
}

const create: Respond = (github, [organization], body) => {
  if (github.repositories.has(body.name)) {
    const errors = [{ resource: "Repository", code: "custom", field: "name", message: "name already exists on this account" }];
    return { status: 422, body: { message: "Repository creation failed.", errors } };
  }
  if (Boolean(github.quirks.organization) !== (organization !== undefined)) return notFound;
  const repository = github.add(body.name, body);
  return { status: 201, body: asBody(github, repository) };
};

const variable: OnRepository = (_, { variables }, [name]) => (variables.has(name) ? ok({ name, value: variables.get(name) }) : notFound);

const addVariable: OnRepository = (_, { variables }, __, { name, value }) => {
  if (variables.has(name)) return { status: 409, body: { message: "Already exists - Variable already exists" } };
  variables.set(name, value);
  return { status: 201, body: {} };
};

const environment: OnRepository = (_, { environments }, [name]) => {
  const found = environments.get(name);
  if (!found) return notFound;
  return ok({
    name,
    protection_rules: found.policy ? [{ id: 1, type: "branch_policy", node_id: "x" }] : [],
    deployment_branch_policy: found.policy,
  });
};

const setEnvironment: OnRepository = (github, repository, [name], { deployment_branch_policy: policy }) => {
  if (github.isUnprotected(repository)) {
    const message =
      "Failed to create the environment protection rule. Please ensure the billing plan supports the custom branch policies protection rule.";
    return { status: 422, body: { message } };
  }
  repository.environments.set(name, { policy, branches: repository.environments.get(name)?.branches ?? [] });
  return ok({ name, deployment_branch_policy: policy });
};

const addBranch: OnRepository = (github, repository, [name], body) => {
  const found = repository.environments.get(name);
  if (github.isUnprotected(repository) || !found) return notFound;
  if (found.branches.includes(body.name)) return { status: 303 };
  found.branches.push(body.name);
  return ok({ id: 1, name: body.name });
};

const addRuleset: OnRepository = (github, repository, _, body) => {
  if (github.isUnprotected(repository)) return beyondPlan;
  if (repository.rulesets.some(({ name }) => name === body.name)) {
    return { status: 422, body: { message: "Validation Failed", errors: ["Name must be unique"] } };
  }
  repository.rulesets.push(body);
  return { status: 201, body: { id: 1, name: body.name } };
};

const contents: OnRepository = (github, { name }, [path]) => {
  if (github.isEmpty(name)) return { status: 404, body: { message: "This repository is empty." } };
  const text = github.git(name, "show", `main:${path}`);
  if (text === undefined) return notFound;
  return ok({ type: "file", path, content: Buffer.from(text).toString("base64"), encoding: "base64" });
};

const packageOf: Respond = (github, [owner, name]) => {
  const found = owner === github.owner ? github.packages.get(name) : undefined;
  if (found) found.looks = (found.looks ?? 0) + 1;
  if (found?.looks && github.quirks.publicAfter !== undefined && found.looks > github.quirks.publicAfter) found.visibility = "public";
  return found ? ok({ id: 1, name, package_type: "container", visibility: found.visibility }) : notFound;
};

const me: Respond = ({ owner, quirks }) => {
  const login = quirks.login ?? (quirks.organization ? "ada" : owner);
  return ok({ login, id: 7, type: "User", html_url: `https://github.com/${login}` });
};

const account: Respond = ({ owner, quirks }, [login]) =>
  login === owner ? ok({ login: owner, id: 77, type: quirks.organization ? "Organization" : "User" }) : notFound;

const edit: OnRepository = (github, repository, _, body) => {
  Object.assign(repository.created, body);
  return ok(asBody(github, repository));
};

const convert: Respond = () => ({
  status: 201,
  body: { id: 5, slug: "octo-hand-over", client_id: "Iv23", pem: "KEY OF THE APP", html_url: "https://github.com/apps/octo-hand-over" },
});

const publicKey: OnRepository = () => ok({ key_id: "1", key: "hBT5WZEj8ZoOv6TYJsfWq7MxTEQopZO5/IT3ZCVQPzs=" });

const REPOSITORY = "/repos/([^/]+)/([^/]+)";

const table: readonly (readonly [string, Respond])[] = [
  ["GET /user", me],
  ["GET /users/([^/]+)", account],
  ["GET /user/memberships/orgs/[^/]+", () => ok({ state: "active", role: "member" })],
  ["POST /user/repos", create],
  ["POST /orgs/([^/]+)/repos", create],
  ["GET /(?:users|orgs)/([^/]+)/packages/container/([^/]+)", packageOf],
  ["POST /app-manifests/[^/]+/conversions", convert],
  [`GET ${REPOSITORY}`, at((github, repository) => ok(asBody(github, repository)))],
  [`PATCH ${REPOSITORY}`, at(edit)],
  [
    `GET ${REPOSITORY}/commits`,
    at((github, { name }) =>
      github.isEmpty(name) ? { status: 409, body: { message: "Git Repository is empty." } } : ok([{ sha: github.headOf(name) }]),
    ),
  ],
  [`GET ${REPOSITORY}/contents/(.+)`, at(contents)],
  [
    `PUT ${REPOSITORY}/topics`,
    at((_, repository, __, { names }) => {
      repository.topics = names;
      return ok({ names });
    }),
  ],
  [
    `GET ${REPOSITORY}/actions/permissions/workflow`,
    at((_, { workflowPermissions, opensPulls }) =>
      ok({ default_workflow_permissions: workflowPermissions, can_approve_pull_request_reviews: opensPulls }),
    ),
  ],
  [
    `PUT ${REPOSITORY}/actions/permissions/workflow`,
    at((_, repository, __, body) => {
      repository.workflowPermissions = body.default_workflow_permissions ?? repository.workflowPermissions;
      repository.opensPulls = body.can_approve_pull_request_reviews ?? repository.opensPulls;
      return done;
    }),
  ],
  [`GET ${REPOSITORY}/actions/variables/([^/]+)`, at(variable)],
  [`POST ${REPOSITORY}/actions/variables`, at(addVariable)],
  [
    `PATCH ${REPOSITORY}/actions/variables/([^/]+)`,
    at((_, { variables }, [name], { value }) => {
      variables.set(name, value);
      return done;
    }),
  ],
  [
    `GET ${REPOSITORY}/actions/secrets`,
    at((_, { secrets }) => ok({ total_count: secrets.size, secrets: [...secrets.keys()].map((name) => ({ name })) })),
  ],
  [`GET ${REPOSITORY}/actions/secrets/public-key`, at(publicKey)],
  [
    `PUT ${REPOSITORY}/actions/secrets/([^/]+)`,
    at((_, { secrets }, [name], body) => {
      secrets.set(name, body.encrypted_value);
      return { status: 201, body: {} };
    }),
  ],
  [`GET ${REPOSITORY}/environments/([^/]+)`, at(environment)],
  [`PUT ${REPOSITORY}/environments/([^/]+)`, at(setEnvironment)],
  [
    `GET ${REPOSITORY}/environments/([^/]+)/deployment-branch-policies`,
    at((_, { environments }, [name]) => {
      const branches = environments.get(name)?.branches ?? [];
      return ok({ total_count: branches.length, branch_policies: branches.map((branch, id) => ({ id, name: branch })) });
    }),
  ],
  [`POST ${REPOSITORY}/environments/([^/]+)/deployment-branch-policies`, at(addBranch)],
  [
    `GET ${REPOSITORY}/rulesets`,
    at((github, one) =>
      github.isUnprotected(one) ? beyondPlan : ok(one.rulesets.map(({ name, enforcement }, id) => ({ id, name, enforcement }))),
    ),
  ],
  [`POST ${REPOSITORY}/rulesets`, at(addRuleset)],
  ...[...runRoutes, ...pageRoutes, ...pullRoutes].map(([pattern, respond]) => [pattern, at(respond)] as const),
];

export const routes = table.map(([pattern, respond]) => [new RegExp(`^${pattern}$`), respond] as const);

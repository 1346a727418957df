import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { registries } from "../../src/portfolio/registries";
import { loadApp, type Parsed } from "../support/app-repository";

const kinds = {
  ghcr: { registry: "ghcr.io" },
  ecr: { cluster: "eks", registry: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team" },
  gar: { cluster: "gke", registry: "europe-west3-docker.pkg.dev/my-project/images" },
  password: { registry: "registry.example.com/team" },
} as const;
const loaded = Object.fromEntries(Object.entries(kinds).map(([id, options]) => [id, loadApp(options)]));
const { ecr, gar } = loaded;

const uses = (name: string) => (step: Parsed) => step.uses?.startsWith(`${name}@`);
const logins = ({ ci, yaml }: Parsed) =>
  [ci.jobs.build, ci.jobs.verify, ci.jobs.publish, yaml(".github/workflows/scan.yaml").jobs.pull].map((job: Parsed) => {
    const at = job.steps.findIndex(uses("docker/login-action"));
    return { permissions: job.permissions, before: job.steps[at - 1], login: job.steps[at].with };
  });

test("each kind is tried here", () => {
  expect(Object.keys(kinds).sort()).toEqual(registries.map(({ id }) => id).sort());
  for (const [id, { portfolio }] of Object.entries(loaded)) expect(portfolio.registryType.id).toBe(id);
});

test("Amazon ECR is logged in to by a role, in the region of its address, in every job that reads or writes images", () => {
  for (const { permissions, before, login } of logins(ecr)) {
    expect(permissions["id-token"]).toBe("write");
    expect(before.uses).toMatch(/^aws-actions\/configure-aws-credentials@/);
    expect(before.with).toMatchObject({ "role-to-assume": "${{ vars.AWS_REGISTRY_ROLE_ARN }}", "aws-region": "eu-central-1" });
    // Alone: with a name and a password the action takes them for keys of AWS.
    expect(login).toEqual({ registry: "123456789012.dkr.ecr.eu-central-1.amazonaws.com" });
  }
});

test("Artifact Registry is logged in to by workload identity, and no credentials lie among what is built", () => {
  for (const { permissions, before, login } of logins(gar)) {
    expect(permissions["id-token"]).toBe("write");
    expect(before.uses).toMatch(/^google-github-actions\/auth@/);
    expect(before.with).toEqual({
      workload_identity_provider: "${{ vars.GCP_REGISTRY_IDENTITY_PROVIDER }}",
      create_credentials_file: false,
    });
    const password = `\${{ steps.${before.id}.outputs.auth_token }}`;
    expect(login).toEqual({ registry: "europe-west3-docker.pkg.dev", username: "oauth2accesstoken", password });
  }
});

test.each(["ecr", "gar"])("%s needs no secret, and nothing that ends with a pull request", (id) => {
  const { app, infra, ci } = loaded[id];
  const workflows = [app, infra].flatMap((folder) =>
    ["ci", "scan", "deploy"].flatMap((name) => {
      try {
        return [readFileSync(join(folder, `.github/workflows/${name}.yaml`), "utf8")];
      } catch {
        return []; // of the other repository
      }
    }),
  );
  expect(workflows).toHaveLength(3);
  expect(workflows.join("\n").match(/secrets\.(?!INFRA_APP)\w+/g)).toBeNull();
  for (const name of ["test", "lint", "dependencies", "image", "scan"]) expect(ci.jobs[name].permissions["id-token"]).toBeUndefined();
});

test.each([
  ["ecr", "AWS_REGISTRY_ROLE_ARN", "AWS"],
  ["gar", "GCP_REGISTRY_IDENTITY_PROVIDER", "oauth2accesstoken"],
])("the infra repository reads %s by %s, and as anybody until that is set", (id, variable, user) => {
  const { steps } = parse(readFileSync(join(loaded[id].infra, ".github/workflows/deploy.yaml"), "utf8")).jobs.resolve;
  const resolve = steps.findIndex(({ id: step }: Parsed) => step === "image");
  const { REGISTRY_USERNAME, REGISTRY_PASSWORD } = steps[resolve].env;
  const token = steps.find(({ id: step }: Parsed) => step === "registry");
  expect(steps.indexOf(token)).toBeLessThan(resolve);
  for (const step of steps.slice(1, resolve)) expect(step.if).toBe(`vars.${variable} != ''`);
  const output = /^\$\{\{ (steps\.registry\.outputs\.\w+) \}\}$/.exec(REGISTRY_PASSWORD)?.[1];
  // Without a password there is no name either: the script would say that it was refused.
  expect(REGISTRY_USERNAME).toBe(`\${{ ${output} && '${user}' || '' }}`);
  const login = steps.find(uses("docker/login-action"));
  expect(login.if).toContain(`vars.${variable} != ''`);
  expect(login.with).toMatchObject({ username: REGISTRY_USERNAME, password: REGISTRY_PASSWORD });
});

test("the password of Amazon ECR is masked before anything can show it", () => {
  const { steps } = parse(readFileSync(join(ecr.infra, ".github/workflows/deploy.yaml"), "utf8")).jobs.resolve;
  const lines = steps
    .find(({ id }: Parsed) => id === "registry")
    .run.trim()
    .split("\n");
  expect(lines).toEqual([
    "password=$(aws ecr get-login-password)",
    'echo "::add-mask::$password"',
    'echo "password=$password" >> "$GITHUB_OUTPUT"',
  ]);
  expect(steps.find(uses("docker/login-action")).with.ecr).toBe("false");
});

test.each([
  ["ecr", "AWS_REGISTRY_ROLE_ARN", 'aws ecr create-repository --region "$REGION" --repository-name team/express-app'],
  ["gar", "GCP_REGISTRY_IDENTITY_PROVIDER", "gcloud artifacts repositories create images"],
])("the READMEs say how %s lets them in, and that nobody has run it", (id, variable, made) => {
  const { app, infra } = loaded[id];
  const [ours, theirs] = [app, infra].map((folder) => readFileSync(join(folder, "README.md"), "utf8"));
  for (const text of [ours, theirs]) {
    expect(text).toContain(`gh variable set ${variable}`);
    expect(text).toMatch(/not run in an? (AWS account|account|project)/);
    expect(text).not.toContain("REGISTRY_USERNAME` and `REGISTRY_PASSWORD`, an account");
  }
  expect(ours).toContain(made);
  expect(theirs).toContain("No pull secret is needed");
});

test("the policies are JSON, and let CI push to its own repository only", () => {
  const documents = [ecr.app, ecr.infra].flatMap((folder) =>
    [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/<<JSON\n([\s\S]*?)\nJSON\n/g)].map(([, text]) => JSON.parse(text)),
  );
  expect(documents.length).toBe(5);
  const [trust, rights] = documents;
  const { StringEquals, StringLike } = trust.Statement[0].Condition;
  expect(StringEquals["token.actions.githubusercontent.com:aud"]).toBe("sts.amazonaws.com");
  expect(StringLike["token.actions.githubusercontent.com:sub"]).toEqual(["$SUBJECT/heads/main", "$SUBJECT/tags/v*"]);
  expect(rights.Statement[1].Resource).toBe("arn:aws:ecr:$REGION:$ACCOUNT:repository/team/express-app");
});

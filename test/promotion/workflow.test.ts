import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { walk } from "../support/command";
import { generate } from "../support/portfolio";
import { threeEnvironments, threeServices } from "../support/several";
import { STAGING } from "./repository";

// biome-ignore lint/suspicious/noExplicitAny: a parsed workflow.
type Workflow = any;

const workflow = (infra: string, name: string): Workflow => parse(readFileSync(join(infra, ".github/workflows", `${name}.yaml`), "utf8"));

describe.each([
  ["two services in three environments", generate(threeEnvironments)],
  ["one service that Argo CD delivers", generate({ delivery: "argocd", environments: [{ name: STAGING }, { name: "production" }] })],
])("the workflows of %s", (_, { infra, model }) => {
  const [first, ...later] = model.environments.map(({ name }) => name);
  const { on, jobs, permissions, concurrency } = workflow(infra, "promote");
  const { steps, ...job } = jobs.propose;
  const step = steps.at(-1);

  test("propose by a schedule and by hand, for every environment but the first", () => {
    expect(Object.keys(on).sort()).toEqual(["schedule", "workflow_dispatch"]);
    const { service, environment, again } = on.workflow_dispatch.inputs;
    expect(environment.options).toEqual(later);
    expect(environment.options).not.toContain(first);
    const services = model.services.map(({ name }) => name);
    expect(service?.options).toEqual(services.length > 1 ? ["all", ...services] : undefined);
    expect(again.type).toBe("boolean");
    expect(job.if).toBe("github.ref == 'refs/heads/main' && (vars.DEPLOY_HOLD != 'true' || github.event_name == 'workflow_dispatch')");
  });

  test("may push a branch and open a pull request, one run at a time, and nothing else", () => {
    expect(permissions).toEqual({});
    expect(Object.keys(jobs)).toEqual(["propose"]);
    expect(job.permissions).toEqual({ contents: "write", "pull-requests": "write" });
    expect(concurrency["cancel-in-progress"]).toBe(false);
    const [checkout] = steps;
    expect(checkout.with).toMatchObject({ ref: "main", "persist-credentials": false, "fetch-depth": 0 });
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");
  });

  test("take the GitHub App where there is one, with no more rights than the token of the run has", () => {
    const app = steps.find(({ id }: Workflow) => id === "app");
    expect(app.if).toBe("vars.INFRA_APP_CLIENT_ID != ''");
    const rights = Object.entries(app.with).filter(([key]) => key.startsWith("permission-"));
    expect(rights.map(([key, value]) => [key.replace("permission-", ""), value])).toEqual(Object.entries(job.permissions));
    expect(step.env.GH_TOKEN).toBe("${{ steps.app.outputs.token || github.token }}");
  });

  test("wait for the stated time by themselves, and not where a person asks", () => {
    expect(step.env.AFTER).toBe("${{ github.event_name == 'schedule' && (vars.PROMOTE_AFTER || '24') || '0' }}");
    expect(step.run).toContain('scripts/promote.sh --after "$AFTER"');
  });

  test("deploy what main says by now, decide by what the push has changed, and see the history in which the former record stands", () => {
    for (const file of readdirSync(join(infra, ".github/workflows")).filter((name) => name.startsWith("deploy-to-"))) {
      const { resolve, record } = parse(readFileSync(join(infra, ".github/workflows", file), "utf8")).jobs as Workflow;
      for (const { steps } of [resolve, record]) expect(steps[0].with).toMatchObject({ ref: "main", "fetch-depth": 0 });
      expect(resolve.steps.find(({ id }: Workflow) => id === "image").env.PUSHED_FROM).toBe("${{ github.event.before }}");
      expect(resolve.concurrency.group).toContain("github.event_name == 'push' && github.sha || github.event_name");
    }
  });

  test("tell in the README what protects the last environment, and how it goes back", () => {
    const readme = readFileSync(join(infra, "README.md"), "utf8");
    expect(readme).toMatch(new RegExp(`Two things protect ${later.at(-1)}: the review of the pull request, and the reviewers`));
    expect(readme).toContain(`gh workflow run promote.yaml -f environment=${later[0]}`);
    expect(readme).toContain("«Allow GitHub Actions to create and approve pull requests»");
  });
});

test.each([
  ["one service", {}],
  ["three services", threeServices],
])("%s in one environment has nothing of it", (_, options) => {
  const { root, infra } = generate(options);
  for (const file of ["scripts/promote.sh", "scripts/promotion.lib.sh", "scripts/proposal.lib.sh", ".github/workflows/promote.yaml"])
    expect(existsSync(join(infra, file))).toBe(false);
  for (const file of walk(root).filter((path) => !path.includes("/.projen/")))
    expect(`${file}: ${readFileSync(file, "utf8")}`).not.toMatch(/PROMOTE_AFTER|promote\.yaml|verified\.yaml|PUSHED_FROM/);
});

test.each([
  ["one service", generate()],
  ["three services in one environment", generate(threeServices)],
  ["two services in three environments", generate(threeEnvironments)],
  [
    "one service in two environments, by Argo CD",
    generate({ delivery: "argocd", environments: [{ name: STAGING }, { name: "production" }] }),
  ],
])("of %s, every command that starts a workflow gives inputs that it has, and says for what", (_, { infra, docs, model }) => {
  const texts = [infra, docs].flatMap((folder) => walk(folder).map((path) => readFileSync(path, "utf8")));
  const commands = texts.flatMap((text) => [
    ...text.matchAll(/gh workflow run (promote|deploy)\.yaml((?: -f \w+=(?:"[^"]*"|[^ "'`]+))*)/g),
  ]);
  expect(commands.length).toBeGreaterThan(1);
  for (const [command, name, flags] of commands) {
    const inputs = workflow(infra, name).on.workflow_dispatch.inputs;
    const given = [...flags.matchAll(/ -f (\w+)=/g)].map(([, input]) => input);
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(given));
    const [service, environment] = [model.services, model.environments].map((list) => list.length > 1);
    const wanted = [...(service ? ["service"] : []), ...(environment || (service && name === "deploy") ? ["environment"] : [])];
    expect({ command, given }).toEqual({ command, given: expect.arrayContaining(wanted) });
    // The person's choice in the browser and that of a command without it are one.
    for (const { type, options, default: preset } of Object.values<Workflow>(inputs))
      if (type === "choice") expect(preset).toBe(options[0]);
  }
});

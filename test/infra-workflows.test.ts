import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { generate, temporaryFolder } from "./support/portfolio";

// biome-ignore lint/suspicious/noExplicitAny: a parsed workflow.
type Workflow = any;

const portfolios = {
  minikube: generate(),
  gke: generate({ cluster: "gke", runtime: "flask" }),
  eks: generate({ cluster: "eks" }),
  "Amazon ECR": generate({ cluster: "eks", registry: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team" }),
  "Artifact Registry": generate({ registry: "europe-west3-docker.pkg.dev/my-project/images" }),
  "another registry": generate({ registry: "registry.example.com:5000/team/images" }),
};

function workflow(name: keyof typeof portfolios, file: string): Workflow {
  return parse(readFileSync(join(portfolios[name].infra, ".github/workflows", file), "utf8"));
}
const steps = (of: Workflow): Workflow[] => Object.values<Workflow>(of.jobs).flatMap((job) => job.steps);

describe.each(Object.keys(portfolios) as (keyof typeof portfolios)[])("the workflows for %s", (name) => {
  const deploy = workflow(name, "deploy.yaml");
  const checks = workflow(name, "check.yaml");

  test("give each job only what it needs, and end", () => {
    for (const { permissions, jobs } of [deploy, checks]) {
      expect(permissions).toEqual({});
      for (const job of Object.values<Workflow>(jobs)) {
        expect(job.permissions.contents).toBeDefined();
        expect(job["timeout-minutes"]).toBeLessThanOrEqual(30);
      }
    }
    const writers = Object.entries<Workflow>(deploy.jobs).filter(([, job]) => Object.values(job.permissions).includes("write"));
    const { clusterType, registryType } = portfolios[name].portfolio;
    const proves = registryType.permission === "id-token"; // writes nothing: GitHub calls it so
    const expected = { resolve: proves, deploy: proves || !clusterType.isLocal, record: true };
    expect(writers.map(([job]) => job)).toEqual(Object.keys(expected).filter((job) => expected[job as keyof typeof expected]));
    expect(deploy.jobs.resolve.permissions).toEqual({
      contents: "read",
      ...(registryType.permission && { [registryType.permission]: proves ? "write" : "read" }),
    });
    expect(deploy.jobs.record.permissions).toEqual({ contents: "write" });
  });

  test("ask the doctor once, in the version that the repository pins", () => {
    const runs = [deploy, checks].flatMap(steps).map(({ run }) => run ?? "");
    expect(runs.filter((run) => run.includes("doctor"))).toEqual(["node .projen/synth.mjs doctor ."]);
  });

  test("never let a text from outside into a command", () => {
    for (const step of [...steps(deploy), ...steps(checks)]) expect(step.run ?? "").not.toContain("${{");
  });

  test("never cancel a deployment, and let no idle run into its queue", () => {
    for (const job of Object.values<Workflow>(deploy.jobs)) expect(job.concurrency["cancel-in-progress"]).toBe(false);
    expect(deploy.concurrency).toBeUndefined();
    expect(deploy.jobs.deploy.if).toContain("needs.resolve.outputs.deploy == 'true'");
  });

  test("leave no credential in the checkout", () => {
    const checkouts = [...steps(deploy), ...steps(checks)].filter((step) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(3);
    for (const step of checkouts) expect(step.with["persist-credentials"]).toBe(false);
  });

  test("record what has proven itself, and remember what was refused with its reason", () => {
    const proofs = deploy.jobs.deploy.steps.filter((step: Workflow) => step.run?.startsWith("scripts/prove.sh"));
    expect(proofs).toEqual([deploy.jobs.deploy.steps.at(-1)]);
    expect(deploy.jobs.deploy.outputs.refused).toBe(`\${{ steps.${proofs[0].id}.outputs.refused }}`);
    expect(deploy.jobs.record.needs).toEqual(["resolve", "deploy"]);
    // A runner, registry or cluster that fails says nothing of the image: without a reason nothing is remembered.
    expect(deploy.jobs.record.if).toBe(
      "!cancelled() && (needs.resolve.outputs.refused != '' || needs.resolve.outputs.changed == 'true' && (needs.deploy.result == 'success' || needs.deploy.outputs.refused != ''))",
    );
    const record = deploy.jobs.record.steps.at(-1);
    expect(record.env.REFUSED).toBe("${{ needs.resolve.outputs.refused || needs.deploy.outputs.refused }}");
    expect(record.run).toContain('record-image.sh ${REFUSED:+--refused "$REFUSED"} --commit');
    expect(JSON.stringify(deploy)).not.toMatch(/continue-on-error|\|\| true/);
  });

  test("see the whole history where they choose the image", () => {
    const [checkout] = deploy.jobs.resolve.steps;
    expect(checkout.with["fetch-depth"]).toBe(0);
  });

  test("have what verifies before anything is deployed, and before there are credentials of a cluster", () => {
    const all: Workflow[] = deploy.jobs.deploy.steps;
    const index = (found: (step: Workflow) => boolean) => all.findIndex(found);
    const fetched = index(({ run }) => run === "node .projen/synth.mjs --version");
    expect(all[fetched].env).toEqual({ npm_config_ignore_scripts: "true" });
    expect(index(({ uses }) => uses?.startsWith("actions/setup-node@"))).toBe(fetched - 1);
    const firstOf = (pattern: RegExp) => index(({ uses = "", run = "" }) => pattern.test(uses + run));
    expect(firstOf(/^aws-actions|^google-github|^scripts\/(up|prove)\.sh/)).toBeGreaterThan(fetched);
  });

  test("take Helm 4, not the runner's Helm 3", () => {
    for (const job of [deploy.jobs.deploy, checks.jobs.check]) {
      expect(job.steps.find((step: Workflow) => step.uses?.startsWith("azure/setup-helm@")).with.version).toMatch(/^v4\./);
    }
  });

  test("start when something to deploy may have changed, and on nothing that a stranger can cause", () => {
    expect(Object.keys(deploy.on).sort()).toEqual(["push", "repository_dispatch", "schedule", "workflow_dispatch"]);
    expect(deploy.on.push.branches).toEqual(["main"]);
    expect(deploy.on.repository_dispatch.types).toEqual(["image-published"]);
  });

  test("deploy from main only, and by hand only while DEPLOY_HOLD is set", () => {
    expect(deploy.jobs.resolve.if).toBe(
      "github.ref == 'refs/heads/main' && (vars.DEPLOY_HOLD != 'true' || github.event_name == 'workflow_dispatch')",
    );
  });

  test("believe only a build of main or of a release, on GitHub's runners, of the commit that the image names", () => {
    const { env, run, id } = deploy.jobs.resolve.steps.find((step: Workflow) => step.run?.includes("gh attestation verify"));
    expect(deploy.jobs.resolve.outputs.refused).toContain(`steps.${id}.outputs.refused`);
    expect(run).toContain('--source-ref "$REF" --source-digest "$REVISION" --deny-self-hosted-runners');
    expect(env.REVISION).toBe("${{ steps.image.outputs.revision }}");
    expect(env.REF).toMatch(/'sha-'\) && 'refs\/heads\/main' \|\| format\('refs\/tags\/v\{0\}'/);
  });

  test("start on a change of the monitoring only where they apply it", () => {
    const applied = deploy.jobs.deploy.steps.some((step: Workflow) => step.run?.startsWith("scripts/up.sh"));
    expect(deploy.on.push.paths.includes("monitoring/**")).toBe(applied);
  });

  test("confirm what they change, since nobody can type there", () => {
    expect(deploy.jobs.deploy.steps.at(-1).run).toBe('scripts/prove.sh --undo --yes | tee -a "$GITHUB_OUTPUT"');
  });

  test("know no cluster's key", () => {
    const secrets = JSON.stringify(deploy).match(/secrets\.\w+/g) ?? [];
    for (const secret of secrets) expect(secret).toMatch(/^secrets\.REGISTRY_(USERNAME|PASSWORD)$/);
    if (name !== "another registry") expect(secrets).toEqual([]);
  });
});

test("the event is the one that the application's CI sends", () => {
  const { app } = portfolios.minikube;
  expect(readFileSync(join(app, "scripts/hand-over.sh"), "utf8")).toContain(
    workflow("minikube", "deploy.yaml").on.repository_dispatch.types[0],
  );
});

test("the fields of the payload are those that the application's CI sends", () => {
  const handOver = readFileSync(join(portfolios.minikube.app, "scripts/hand-over.sh"), "utf8");
  const { env } = workflow("minikube", "deploy.yaml").jobs.resolve.steps.find((step: Workflow) => step.id === "image");
  for (const [variable, expression] of Object.entries<string>(env)) {
    if (!variable.startsWith("PAYLOAD_")) continue;
    const [, field] = /client_payload\.(\w+)/.exec(expression) ?? [];
    expect(handOver).toContain(`"${field}":"%s"`);
  }
});

test("a runner of one's own is only a choice where the cluster is a laptop", () => {
  expect(workflow("minikube", "deploy.yaml").jobs.deploy["runs-on"]).toBe("${{ vars.DEPLOY_RUNNER || 'ubuntu-24.04' }}");
  for (const cloud of ["gke", "eks"] as const) expect(workflow(cloud, "deploy.yaml").jobs.deploy["runs-on"]).toBe("ubuntu-24.04");
});

test("what GitHub does not vouch for is refused after three tries, and a moment without an answer is no refusal", () => {
  const { run } = workflow("minikube", "deploy.yaml").jobs.resolve.steps.find((step: Workflow) => step.id === "provenance");
  const folder = temporaryFolder();
  const program = (name: string, body: string) => writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  const output = join(folder, "output");
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    GITHUB_OUTPUT: output,
    IMAGE: "i",
    DIGEST: "d",
    REF: "refs/heads/main",
    REVISION: "r",
  };
  const verify = (gh: string) => {
    program("sleep", "");
    program("gh", gh);
    writeFileSync(output, "");
    const { status } = spawnSync("bash", ["-eo", "pipefail", "-c", run], { env });
    return { status, said: readFileSync(output, "utf8") };
  };
  expect(verify(`echo >>${folder}/asked; [ "$(wc -l <${folder}/asked)" -ge 3 ]`)).toEqual({ status: 0, said: "" });
  expect(verify("exit 1")).toEqual({
    status: 1,
    said: "refused=provenance: no proof that the CI of express-app built it from refs/heads/main\n",
  });
});

test("on GKE the token is renewed whenever it is used", () => {
  const { steps } = workflow("gke", "deploy.yaml").jobs.deploy;
  const renew = steps.findIndex((step: Workflow) => step.run?.includes("gcloud auth print-access-token"));
  const used = steps.findIndex((step: Workflow) => step.run?.includes("scripts/prove.sh"));
  expect(renew).toBeGreaterThan(steps.findIndex((step: Workflow) => step.uses?.includes("get-gke-credentials")));
  expect(renew).toBeLessThan(used);
  const folder = temporaryFolder();
  const program = (name: string, body: string) => writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  program("kubectl", 'printf "%s\\n" "$@"');
  program("gcloud", "echo token-of-$1-$2");
  const env = { PATH: `${folder}:${process.env.PATH}`, RUNNER_TEMP: folder };
  const called = execFileSync("bash", ["-ec", steps[renew].run], { encoding: "utf8", env });
  expect(called).toMatch(/^set-context\n--current\n--user=gcloud$/m);
  const [, plugin] = /^--exec-command=(.*)$/m.exec(called) ?? [];
  const [, apiVersion] = /^--exec-api-version=(.*)$/m.exec(called) ?? [];
  expect(JSON.parse(execFileSync(plugin, { encoding: "utf8", env }))).toEqual({
    kind: "ExecCredential",
    apiVersion,
    status: { token: "token-of-auth-print-access-token" },
  });
});

test.each(["gke", "eks"] as const)(
  "the README's commands restrict %s: one branch, one namespace, no edit rights among the monitoring",
  (cloud) => {
    const { infra, portfolio } = portfolios[cloud];
    const readme = readFileSync(join(infra, "README.md"), "utf8");
    expect(readme).toMatch(/environments\/production\/deployment-branch-policies -f name=main/);
    expect(readme).not.toMatch(/container\.developer|EditPolicy|cluster-admin/);
    const inMonitoring = readme.split("\n").filter((line) => line.startsWith(`kubectl -n ${portfolio.monitoringNamespace} `));
    expect(inMonitoring[0]).toContain("create role");
    expect(inMonitoring[0]).toContain("--verb=get --resource=services/proxy,prometheuses.monitoring.coreos.com");
    expect(inMonitoring.join("\n")).not.toContain("clusterrole");
  },
);

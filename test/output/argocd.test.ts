import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { desiredRepositories } from "../../src/github/desired";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { PortfolioError } from "../../src/portfolio/problems";
import { scopesOf } from "../../src/portfolio/scope";
import { versions } from "../../src/versions";
import { sh, walk } from "../support/command";
import { generate, generateFresh, OWNER, temporaryFolder } from "../support/portfolio";
import { call, DIGEST, IMAGE, stage } from "../support/stage";
import { check, kubeconformArguments } from "../support/tools";

jest.setTimeout(180_000); // a loaded machine

// biome-ignore lint/suspicious/noExplicitAny: parsed files have no type of their own
type Json = any;

const several = {
  delivery: "argocd",
  services: [{ name: "orders" }, { name: "jobs" }],
  environments: [{ name: "staging" }, { name: "production", namespace: "live" }],
} as const;
const portfolios = { one: generate({ delivery: "argocd" }), several: generate(several as unknown as PortfolioOptions) };
const objectsOf = (infra: string): Json[] =>
  parseAllDocuments(readFileSync(join(infra, "argocd/applications.yaml"), "utf8")).map((document) => document.toJS());

/** What Argo CD makes of `{{ .path.basename }}` and the like. */
const filled = (text: string, folder: string, values: Record<string, string>): string =>
  text
    .replaceAll("{{ .path.path }}", folder)
    .replaceAll("{{ .path.basename }}", folder.split("/").at(-1) ?? "")
    .replace(/\{\{ \.values\.(\w+) \}\}/g, (_, name) => filled(values[name], folder, {}));

describe.each(Object.entries(portfolios))("Argo CD for %s", (_, { infra, model }) => {
  const [project, set] = objectsOf(infra);
  const scopes = scopesOf(model);

  test("takes objects that its own definitions accept", () => {
    check("kubeconform", [...kubeconformArguments(), join(infra, "argocd/applications.yaml")]);
  });

  test("has an application for each service in each environment, with the settings and the record of that folder", () => {
    const made = set.spec.generators.flatMap(({ git }: Json) =>
      git.directories.flatMap(({ path }: Json) =>
        readdirSync(join(infra, dirname(path))).map((service) => {
          const folder = join(dirname(path), service);
          const { metadata, spec } = parse(filled(JSON.stringify(set.spec.template), folder, git.values));
          const files = spec.source.helm.valueFiles.map((file: string) => join(spec.source.path, file));
          return { name: metadata.name, namespace: spec.destination.namespace, release: spec.source.helm.releaseName, files };
        }),
      ),
    );
    const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
    expect(made.sort(byName)).toEqual(
      scopes
        .map(({ appName, appNamespace, environmentName, environmentPath, isSingle }) => ({
          name: `${appName}-${environmentName}`,
          namespace: appNamespace,
          release: appName,
          files: [...(isSingle ? [] : ["defaults.yaml"]), "values.yaml", "image.yaml"].map((file) => `${environmentPath}/${file}`),
        }))
        .sort(byName),
    );
  });

  test("may do in the portfolio's namespaces what the charts need, and nothing else", () => {
    expect(project.spec.sourceRepos).toEqual([`${scopes[0].infraUrl}.git`]);
    expect(project.spec.clusterResourceWhitelist).toEqual([]);
    const namespaces = project.spec.destinations.map(({ namespace }: Json) => namespace);
    expect(namespaces.sort()).toEqual([...new Set(scopes.flatMap((each) => [each.appNamespace, each.monitorNamespace]))].sort());
    const kinds = new Set<string>();
    for (const { appName } of scopes) {
      for (const values of walk(join(infra, "helm", appName, "ci"))) {
        const rendered = check("helm", ["template", appName, join(infra, "helm", appName), "-f", values]);
        for (const document of parseAllDocuments(rendered)) {
          const { apiVersion, kind, metadata } = document.toJS() ?? {};
          // Of a test of Helm's, Argo CD makes nothing; objects of somebody's own are theirs to allow.
          if (kind && !metadata.annotations?.["helm.sh/hook"])
            kinds.add(`${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""} ${kind}`);
        }
      }
    }
    expect(project.spec.namespaceResourceWhitelist.map(({ group, kind }: Json) => `${group} ${kind}`).sort()).toEqual([...kinds].sort());
  });

  test("takes away what a commit removes, but not what runs when a folder goes; a revert need not wait for what failed", () => {
    expect(set.spec.syncPolicy.preserveResourcesOnDeletion).toBe(true);
    const { syncPolicy } = set.spec.template.spec;
    expect(syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
    expect(syncPolicy.retry.refresh).toBe(true);
    expect(syncPolicy.syncOptions).toContain("ServerSideApply=true");
  });
});

/** Its own scenarios, of each service; and each application has an alert that goes where those of its service go. */
describe.each(Object.entries(portfolios))("what watches Argo CD for %s", (_, { infra, docs, model }) => {
  const file = join(infra, "argocd/rules.yaml");
  const scopes = scopesOf(model);

  test("is accepted by Prometheus and by its operator", () => {
    check("promtool", ["check", "rules", "--lint=all", "--lint-fatal", file]);
    for (const tests of new Set(scopes.map(({ rulesTests }) => rulesTests)))
      check("promtool", ["test", "rules", join(infra, tests, "argocd.test.yaml")]);
    check("kubeconform", [...kubeconformArguments(), join(infra, "argocd/monitoring.yaml")]);
  });

  test("has an alert for each application, with the labels of its service and a runbook in the docs", () => {
    const { rules } = parse(readFileSync(file, "utf8")).groups[0];
    expect(rules.map(({ expr, labels }: Json) => [/name="([^"]*)"/.exec(expr)?.[1], labels.namespace, labels.service])).toEqual(
      scopes.map(({ appName, appNamespace, environmentName }) => [`${appName}-${environmentName}`, appNamespace, appName]),
    );
    const pages = new Set(rules.map(({ annotations }: Json) => annotations.runbook_url.split("/blob/main/")[1]));
    expect([...pages]).toEqual(["runbooks.md#appnotdelivered"]);
    expect(readFileSync(join(docs, "runbooks.md"), "utf8").split("\n")).toContain("## AppNotDelivered");
  });

  test("is selected by the stack: its labels are those of the release", () => {
    const { metadata, spec } = parse(readFileSync(join(infra, "argocd/monitoring.yaml"), "utf8"));
    expect(metadata.labels).toEqual({ release: scopes[0].monitoringRelease });
    expect(spec.selector.matchLabels).toEqual({ "app.kubernetes.io/name": "argocd-metrics" });
  });
});

test("its installation is pinned, looks every 30 seconds and asks for memory", () => {
  const { resources, patches } = parse(readFileSync(join(portfolios.one.infra, "argocd/kustomization.yaml"), "utf8"));
  expect(resources).toEqual([`https://raw.githubusercontent.com/argoproj/argo-cd/${versions.argocd}/manifests/core-install.yaml`]);
  const patched = patches.map(({ patch }: Json) => parse(patch));
  expect(patched[0].data).toEqual({ "timeout.reconciliation": "30s", "timeout.reconciliation.jitter": "0s" });
  expect(
    patched.slice(1).flatMap(({ spec }: Json) => spec.template.spec.containers.map(({ resources: { requests } }: Json) => requests.memory)),
  ).toEqual(["192Mi", "64Mi", "32Mi", "16Mi"]);
});

test("its workflow knows no cluster, and no runner beside one", () => {
  const workflow = readFileSync(join(portfolios.one.infra, ".github/workflows/deploy.yaml"), "utf8");
  expect(workflow).not.toMatch(/DEPLOY_RUNNER|kubeconfig|KUBE_CONTEXT/);
  expect(parse(workflow).jobs.deploy["runs-on"]).toBe("ubuntu-24.04");
});

test.each(Object.entries(portfolios))(
  "a pull request that changes the chart or the settings of %s is rehearsed, without rights",
  (_, { infra, model }) => {
    const { on, permissions, jobs } = parse(readFileSync(join(infra, ".github/workflows/rehearse.yaml"), "utf8"));
    expect(Object.keys(on)).toEqual(["pull_request"]);
    expect(on.pull_request.paths).toEqual(expect.arrayContaining(["helm/**", "environments/**"]));
    expect(permissions).toEqual({});
    expect(jobs.rehearse.permissions).toEqual({ contents: "read", packages: "read" });
    const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);
    const { steps, strategy } = jobs.rehearse;
    const isOne = scopesOf(model).length === 1;
    expect(strategy?.matrix).toEqual(isOne ? undefined : { service: names(model.services), environment: names(model.environments) });
    expect(steps[0].with).toEqual({ "persist-credentials": false, "fetch-depth": 0 });
    expect(steps.at(-1).run).toBe("scripts/prove.sh --yes");
    for (const { run } of steps) expect(run ?? "").not.toContain("${{");

    // Only where there is a change of it, and an image.
    const { run } = steps[1];
    const [{ appName, environmentName, environmentPath }] = scopesOf(model);
    const repository = temporaryFolder();
    const bash = (script: string) => sh(repository, `git -c user.name=a -c user.email=a@b.example -c init.defaultBranch=main ${script}`);
    const decides = () => {
      const output = join(temporaryFolder(), "output");
      writeFileSync(output, "");
      const env = { GITHUB_OUTPUT: output, PORTFOLIO_SERVICE: appName, PORTFOLIO_ENVIRONMENT: environmentName };
      writeFileSync(join(repository, "step.sh"), run);
      sh(repository, "bash -eo pipefail step.sh", env);
      return readFileSync(output, "utf8");
    };
    const commit = (files: Record<string, string>) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(repository, file)), { recursive: true });
        writeFileSync(join(repository, file), text);
      }
      bash("add --all");
      bash("commit --quiet --allow-empty --message x");
    };
    bash("init --quiet");
    const chart = `helm/${appName}/values.yaml`;
    commit({ [`${environmentPath}/image.yaml`]: 'image:\n  tag: ""\n  digest: ""\n', [chart]: "a: 1\n", ".gitignore": "step.sh\n" });
    commit({ [chart]: "a: 2\n" });
    expect(decides()).toBe("");
    commit({ [`${environmentPath}/image.yaml`]: `image:\n  tag: "x"\n  digest: "${DIGEST}"\n` });
    expect(decides()).toBe("rehearse=true\n");
    commit({ "README.md": "" });
    expect(decides()).toBe("");
    commit({ [chart]: "a: 3\n" });
    expect(decides()).toBe("rehearse=true\n");
  },
);

describe.each<[string, Partial<PortfolioOptions>]>([
  ["gke", { cluster: "gke", exposure: "ingress", ingressHost: "app.example.com" }],
  ["eks", { cluster: "eks", exposure: "ingress", ingressHost: "app.example.com" }],
  [
    "eks, several",
    { ...(several as unknown as PortfolioOptions), environments: several.environments.map((each) => ({ ...each, cluster: "eks" })) },
  ],
])("on %s", (_, options) => {
  const generated = generate({ delivery: "argocd", ...options });
  const { infra, model } = generated;
  const [scope] = scopesOf(model);
  const { appName, environmentPath, cluster, clusterType, exposure } = scope;
  const file = scope.isSingle ? "deploy.yaml" : `deploy-to-${cluster}.yaml`;
  const workflow = (name: string): string => readFileSync(join(infra, ".github/workflows", name), "utf8");

  test("no workflow has a right or a variable that leads to the cluster", () => {
    for (const name of readdirSync(join(infra, ".github/workflows"))) {
      expect(workflow(name)).not.toMatch(/id-token|aws-actions|google-github-actions|kubeconfig/);
      for (const variable of clusterType.variables) expect(workflow(name)).not.toContain(variable);
    }
    const [, desired] = desiredRepositories(
      model,
      (["app", "infra", "docs"] as const).map((role) => ({ id: role, role, name: role, folder: generated[role], service: appName })),
      true,
    );
    expect(desired.variables).toEqual([]);
  });

  test("what is recorded was rehearsed on a Minikube, and so is a pull request", () => {
    for (const job of [parse(workflow(file)).jobs.deploy, parse(workflow("rehearse.yaml")).jobs.rehearse]) {
      expect(job.env.REHEARSAL).toBe("true");
      const runs = job.steps.map(({ run }: Json) => run ?? "");
      const cluster = runs.findIndex((run: string) => /^minikube start .*\nscripts\/up\.sh --no-app --yes\n$/.test(run));
      expect(cluster).toBeGreaterThan(-1);
      expect(runs.findIndex((run: string) => run.startsWith("scripts/prove.sh"))).toBeGreaterThan(cluster);
      expect(job.steps.at(-1).env.REGISTRY_PASSWORD).toBe("${{ github.token }}");
    }
  });

  const rehearse = (script: string, env: NodeJS.ProcessEnv) =>
    stage(script, ["--yes"], {
      infra,
      up: true,
      env: { PORTFOLIO_SERVICE: appName, PORTFOLIO_ENVIRONMENT: scope.environmentName, ...env },
    });

  test("a rehearsal deploys without what a Minikube does not know, and nothing else does", async () => {
    const upgrade = /helm --kube-context shared upgrade/;
    const deployed = async (env: NodeJS.ProcessEnv) =>
      (await rehearse("deploy", { IMAGE, ...env })).calls.find((line) => upgrade.test(line));
    expect(await deployed({ REHEARSAL: "true" })).toContain(" --set extraObjects=null");
    expect(await deployed({})).not.toContain("extraObjects");
    const installed = async (env: NodeJS.ProcessEnv) => (await rehearse("monitoring", env)).calls.find((line) => upgrade.test(line));
    expect((await installed({ REHEARSAL: "true" }))?.includes(" --set prometheus.prometheusSpec.storageSpec=null")).toBe(
      clusterType.storageClass !== "",
    );
    expect(await installed({})).not.toContain("storageSpec");
  });

  const objects = (...more: string[]): Json[] => {
    const values = ["-f", join(infra, environmentPath, "values.yaml"), "--set-string", "image.tag=1", ...more];
    return parseAllDocuments(check("helm", ["template", appName, join(infra, "helm", appName), ...values])).flatMap(
      (each) => each.toJS() ?? [],
    );
  };
  const groupOf = ({ apiVersion }: Json): string => (apiVersion.includes("/") ? apiVersion.split("/")[0] : "");

  test("the project takes what the settings of the environment make", () => {
    const [project] = objectsOf(infra);
    const allowed = project.spec.namespaceResourceWhitelist.map(({ group, kind }: Json) => `${group} ${kind}`);
    const made = objects().filter(({ metadata }) => !metadata.annotations?.["helm.sh/hook"]);
    expect(made.map((object) => `${groupOf(object)} ${object.kind}`).filter((kind) => !allowed.includes(kind))).toEqual([]);
    check("kubeconform", [...kubeconformArguments(), join(infra, "argocd/applications.yaml")]);
  });

  test("what is rehearsed has no kind of the provider's, and all others", () => {
    const kinds = (all: Json[]) => all.map(({ kind }) => kind).sort();
    const own = Object.values(exposure === "ingress" ? clusterType.ingressKinds : {}).flat();
    expect(kinds(objects("--set", "extraObjects=null"))).toEqual(kinds(objects()).filter((kind) => !own.includes(kind)));
  });

  test("its README tells no way for the workflow into the cluster, and that it was not run there", () => {
    const readme = readFileSync(join(infra, "README.md"), "utf8");
    expect(readme).not.toMatch(/gh variable set (GCP|GKE|AWS|EKS)|your Minikube|laptop/);
    expect(readme).toContain(`None of this was run in a real ${clusterType.title}`);
    // Or scripts/argocd.sh would take it for somebody else's.
    expect(readme).toContain(`kubectl label namespace argocd portfolio=${scope.portfolioId}`);
  });
});

test("a portfolio that Helm delivers has none of it", () => {
  const { infra } = generate();
  expect(readdirSync(join(infra, ".github/workflows"))).not.toContain("rehearse.yaml");
  for (const file of walk(infra)) expect(file.includes("/argocd/") || readFileSync(file, "utf8").includes("argocd.sh")).toBe(false);
});

test.each<[string, Partial<PortfolioOptions>, RegExp]>([
  ["with too little memory", { minikubeMemoryMb: 3072 }, /minikubeMemoryMb.*at least 4096/],
  ["in several clusters", { environments: [{ name: "a" }, { name: "b", context: "other" }] }, /delivery.*one cluster only/],
])("is refused %s", (_, options, message) => {
  const resolve = () => resolvePortfolio({ owner: OWNER, delivery: "argocd", ...options });
  expect(resolve).toThrow(PortfolioError);
  expect(resolve).toThrow(message);
});

test("up makes the namespace of each environment before Argo CD looks for it", async () => {
  const { infra, model } = portfolios.several;
  const { applied } = await stage("up", ["--service", "jobs", "--environment", "staging", "--no-app"], { infra, up: true });
  const made = [...applied.matchAll(/^ {2}name: (\S+)\n.*enforce: restricted/gm)].map(([, name]) => name);
  expect(made.sort()).toEqual([...new Set(scopesOf(model).map(({ appNamespace }) => appNamespace))].sort());
});

describe("the scripts, where Argo CD deploys", () => {
  const { infra } = portfolios.one;
  // An application that is as it should be, or in another state.
  const kubectl = (state: string) => `case "$*" in
    *readyz*) ;;
    *"get applications.argoproj.io"*"-o name"*)
      [ -z "\${ARGOCD:-}" ] || { echo "$ARGOCD" >&2 && exit 1; }
      [ -z "${state}" ] || echo application.argoproj.io/express-app-minikube ;;
    *annotate*) [ -z "\${READONLY:-}" ] || { echo "Error from server (Forbidden)" >&2 && exit 1; } ;;
    *"get applications.argoproj.io"*conditions*) echo "replicas: got string, want integer" ;;
    *"get applications.argoproj.io"*) echo "${state}" ;;
    *api-resources*) echo servicemonitors.monitoring.coreos.com ;;
    *"get namespace argocd"*jsonpath*) echo "\${OWNER:-}" ;;
    *"get namespace argocd"*) ;;
    *secretkey*) ;;
    *"get secrets"*) echo "\${REPOSITORY:-}" ;;
    *" apply "*" -k "* | *" apply "*monitoring.yaml) ;;
    *" apply "*) cat >>"$STATE/applied" ;;
    *patch-file*) cat >/dev/null ;;
  esac`;
  const staged = (name: string, args: string[], state: string, env: NodeJS.ProcessEnv = {}) =>
    stage(name, args, { infra, up: true, env, more: { kubectl: kubectl(state) } });

  test.each([["deploy"], ["deploy", "--undo"], ["image"]])("%s %s refuses, and says what to do", async (name, ...args) => {
    const result = await staged(name, args, "Synced Healthy ", { IMAGE });
    expect(result).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/Argo CD deploys express-app here.*\n.*gh workflow run[\s\S]*git revert/),
    });
    expect(result.calls.filter((line) => /helm .*(upgrade|rollback)|docker build/.test(line))).toEqual([]);
  });

  test("deploy works in a rehearsal, where there is no Argo CD", async () => {
    const result = await staged("deploy", [], "", { IMAGE_TAG: "sha-1", IMAGE_DIGEST: DIGEST });
    expect(call(result, "helm --kube-context octo-org-infra-k8s upgrade --install express-app")).not.toBe("");
  });

  test("deploy works where Argo CD was never installed, and not where nobody may see whether it is", async () => {
    const absent = `error: the server doesn't have a resource type "applications"`;
    const rehearsal = await staged("deploy", [], "Synced Healthy ", { IMAGE, ARGOCD: absent });
    expect(call(rehearsal, "helm --kube-context octo-org-infra-k8s upgrade --install express-app")).not.toBe("");
    const refused = await staged("deploy", [], "Synced Healthy ", { IMAGE, ARGOCD: "Error from server (Forbidden): applications" });
    expect(refused).toMatchObject({ status: 3, stderr: expect.stringMatching(/Forbidden[\s\S]*cannot see whether Argo CD deploys/) });
    expect(call(refused, "helm --kube-context octo-org-infra-k8s upgrade")).toBe("");
  });

  test.each([["argocd"], ["down"]])("%s leaves somebody else's Argo CD alone", async (name) => {
    const shared = { KUBE_CONTEXT: "shared", OWNER: "argocd=another-portfolio" };
    const { calls, stderr } = await staged(name, ["--yes"], "Synced Healthy ", shared);
    expect(stderr).toMatch(/[Nn]amespace argocd .*was not made from here/);
    expect(calls.filter((line) => / apply | patch |delete /.test(line))).toEqual([]);
  });

  test("verify takes nothing for the newest commit where it may not have Argo CD look", async () => {
    const result = await staged("verify", ["--timeout", "2"], "Synced Healthy ", { READONLY: "1" });
    expect(result).toMatchObject({ status: 3, stderr: expect.stringContaining("cannot see the newest commit in the cluster") });
  });

  test("verify names what keeps the newest commit from the cluster", async () => {
    const result = await staged("verify", ["--timeout", "2"], "Unknown Healthy ");
    expect(result).toMatchObject({
      status: 1,
      stdout: "BROKEN: argocd: express-app-minikube is Unknown Healthy : replicas: got string, want integer\n",
    });
  });

  test("down takes the set away before the application, and the application before the monitoring", async () => {
    const { calls } = await staged("down", [], "Synced Healthy ");
    const at = (part: string) => calls.findIndex((line) => line.includes(part));
    const order = [
      "delete applicationset octo-org-infra-k8s --cascade=orphan",
      "resources-finalizer",
      "delete applications.argoproj.io",
      "uninstall monitoring",
    ];
    expect(order.map(at)).toEqual([...order.map(at)].sort((a, b) => a - b));
    expect(at(order[0])).toBeGreaterThan(-1);
  });

  test("argocd installs the pinned one with a key, and points it at the repository that it has credentials for", async () => {
    const fresh = generateFresh({ delivery: "argocd" }).infra;
    const record = join(fresh, "environments/minikube/express-app/image.yaml");
    mkdirSync(dirname(record), { recursive: true });
    writeFileSync(record, `image:\n  tag: "sha-1"\n  digest: "${DIGEST}"\n`);
    const more = { kubectl: kubectl("Synced Healthy ") };
    const own = "git@github.com:octo-org/Infra-K8s.git";
    const REPOSITORY = ["https://charts.example.org", "https://github.com/mallory/infra-k8s.git", own, ""].join("\n");
    const result = await stage("argocd", ["--yes"], { infra: fresh, up: true, env: { REPOSITORY }, more });
    expect({ status: result.status, stderr: result.stderr }).toMatchObject({ status: 0 });
    expect(result.calls.findIndex((line) => line.includes("patch secret argocd-secret"))).toBeGreaterThan(
      result.calls.findIndex((line) => line.includes("apply --server-side --force-conflicts -k")),
    );
    expect(result.calls.join("\n")).not.toMatch(/secretkey":/); // no key on a command line
    const [rule, project, set] = result.applied
      .split(/^(?=apiVersion: (?:monitoring|argoproj))/m)
      .filter((text) => /^kind:/m.test(text))
      .map((text) => parse(text.replace(/^---$/m, "")));
    expect(rule).toEqual({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name: "argocd", namespace: "argocd", labels: { release: "monitoring" } },
      spec: parse(readFileSync(join(fresh, "argocd/rules.yaml"), "utf8")),
    });
    expect(project.spec.sourceRepos).toEqual([own]);
    expect(set.spec.template.spec.source.repoURL).toBe(own);
  });
});

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { walk } from "./support/command";
import { matrix } from "./support/matrix";
import { generate, temporaryFolder } from "./support/portfolio";
import { runScript } from "./support/scripts";
import { toolsPath } from "./support/tools";

// What hand-written portfolios get wrong in the app and its CI. The numbers are those of the survey (never-again).

// biome-ignore lint/suspicious/noExplicitAny: parsed YAML and JSON.
type Parsed = any;

const SHA = "a".repeat(40);
const DIGEST = `sha256:${"1".repeat(64)}`;

function load(options: (typeof matrix)[string]) {
  const generated = generate(options);
  const { app, infra, portfolio } = generated;
  const text = (path: string) => readFileSync(join(app, path), "utf8");
  // Strict: a key that stands twice is an error (B39).
  const yaml = (path: string): Parsed => parse(text(path), { uniqueKeys: true, strict: true });
  const ci = yaml(".github/workflows/ci.yaml");
  const jobs = Object.entries<Parsed>(ci.jobs);
  const steps: Parsed[] = jobs.flatMap(([, job]) => job.steps);
  return { app, infra, portfolio, text, yaml, ci, jobs, steps, compose: yaml("compose.yaml") };
}

/** The lines of a generated text that say something, without comments. */
const instructions = (text: string) => text.replace(/^\s*#.*$/gm, "").replace(/\s# .*$/gm, "");

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const { app, infra, portfolio, text, yaml, ci, jobs, steps, compose } = load(options);
  const { image, owner, appRepository, infraRepository, registryHost, runtime } = portfolio;
  const ghcr = registryHost === "ghcr.io";

  test("B1 nothing is called or taken as latest", () => {
    const files = walk(app).filter((file) => /ya?ml$|\.sh$|Dockerfile$/.test(file));
    for (const file of files)
      expect({ file, text: instructions(readFileSync(file, "utf8")) }).toEqual({
        file,
        text: expect.not.stringMatching(/:latest\b|=latest\b/),
      });
    for (const { image: name } of Object.values<Parsed>(compose.services)) expect(name).toMatch(/^[^:]+:[^:]+$/);
  });

  test("B12 a pull request's older run is cancelled, a publication never", () => {
    expect(ci.concurrency.group).toContain("github.ref");
    expect(ci.concurrency["cancel-in-progress"]).toBe("${{ github.event_name == 'pull_request' }}");
  });

  test("B13 every job has a time limit and every action is pinned by commit, its version beside it", () => {
    for (const [name, job] of jobs) expect({ name, limit: job["timeout-minutes"] }).toEqual({ name, limit: expect.any(Number) });
    const uses = text(".github/workflows/ci.yaml").match(/uses:.*/g) ?? [];
    expect(uses.length).toBeGreaterThan(10);
    for (const use of uses) expect(use).toMatch(/^uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("B13 Dependabot watches actions, packages, base images and the scaffolder, and lets releases rest", () => {
    const { updates } = yaml(".github/dependabot.yml");
    const packages = runtime === "express" ? "npm" : "uv";
    expect(updates.map((update: Parsed) => `${update["package-ecosystem"]} ${update.directory}`)).toEqual([
      "github-actions /",
      `${packages} /`,
      "docker /",
      "npm /.projen",
    ]);
    for (const update of updates) expect(update.cooldown["default-days"]).toBeGreaterThanOrEqual(7);
  });

  test("B13b no action that was taken over", () => {
    expect(JSON.stringify(steps)).not.toMatch(/aquasecurity\/|tj-actions\/|reviewdog\//);
  });

  test("B14 no rights by default, and a job asks for what it does", () => {
    expect(ci.permissions).toEqual({});
    const granted = Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]));
    const read = { contents: "read" };
    const packages = (access: string) => (ghcr ? { packages: access } : {});
    expect(granted).toEqual({
      test: read,
      lint: read,
      image: read,
      build: { ...read, ...packages("write") },
      verify: { ...read, ...packages("read") },
      publish: { ...read, ...packages("write"), "id-token": "write", attestations: "write" },
      "hand-over": read,
    });
    for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
      expect(step.with["persist-credentials"]).toBe(false);
  });

  test("B15 no personal token: the run's own for the registry, an App's for one other repository", () => {
    const secrets = [...text(".github/workflows/ci.yaml").matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    const registry = ghcr ? [] : ["REGISTRY_PASSWORD", "REGISTRY_USERNAME"];
    expect([...new Set(secrets)].sort()).toEqual(["INFRA_APP_PRIVATE_KEY", ...registry]);
    const token = ci.jobs["hand-over"].steps.find(({ uses }: Parsed) => uses?.startsWith("actions/create-github-app-token@"));
    expect(token.with).toMatchObject({ owner, repositories: infraRepository, "permission-contents": "write" });
    expect(Object.keys(token.with).filter((key) => key.startsWith("permission-"))).toEqual(["permission-contents"]);
  });

  test("B19 a pull request reads no secret and pushes nothing", () => {
    expect(ci.on.push).toEqual({ branches: ["main"], tags: ["v[0-9]*"] });
    expect(Object.keys(ci.on).sort()).toEqual(["pull_request", "push"]);
    const onPullRequest = ["test", "lint", "image"];
    for (const name of onPullRequest)
      expect(JSON.stringify(ci.jobs[name])).not.toMatch(/secrets\.|github\.token|login-action|--push|push=true/);
    expect(ci.jobs.build.if).toBe(`github.event_name == 'push' && github.repository == '${owner}/${appRepository}'`);
    const needs = (name: string): string[] => [ci.jobs[name].needs ?? []].flat();
    const afterBuild = (name: string): boolean => name === "build" || needs(name).some(afterBuild);
    for (const [name] of jobs) expect(onPullRequest.includes(name) || afterBuild(name)).toBe(true);
  });

  test("B20 each architecture is built, started and scanned on a machine of its kind", () => {
    const machines = { amd64: "ubuntu-24.04", arm64: "ubuntu-24.04-arm" } as Record<string, string>;
    const wanted = portfolio.platforms.map((platform) => platform.split("/")[1]).map((arch) => `${arch} on ${machines[arch]}`);
    for (const name of ["build", "verify"]) {
      expect(ci.jobs[name].strategy.matrix.include.map(({ arch, runner }: Parsed) => `${arch} on ${runner}`)).toEqual(wanted);
      expect(ci.jobs[name]["runs-on"]).toBe("${{ matrix.runner }}");
    }
    expect(JSON.stringify(steps)).not.toContain("qemu");
    const verify = JSON.stringify(ci.jobs.verify.steps);
    expect(verify).toMatch(/docker logout.*scripts\/smoke\.sh.*anchore\/scan-action/);
  });

  test("B20 the index joins every architecture, and each has its SBOM attested", () => {
    const publish = JSON.stringify(ci.jobs.publish.steps);
    for (const architecture of portfolio.architectures) {
      expect(ci.jobs.build.outputs[architecture]).toBe(`\${{ steps.digest.outputs.${architecture} }}`);
      expect(publish).toContain(`\${{ needs.build.outputs.${architecture} }}`);
      expect(publish).toContain(`sbom-${architecture}.json`);
    }
    const attested = ci.jobs.publish.steps.filter(({ uses }: Parsed) => uses?.startsWith("actions/attest@"));
    expect(attested).toHaveLength(1 + portfolio.architectures.length);
    for (const step of attested)
      expect(step.with).toMatchObject({ "subject-digest": "${{ steps.index.outputs.digest }}", "push-to-registry": true });
  });

  test("B21 B22 one image name, lower-case, is what CI pushes, what the contract says and what the chart deploys", () => {
    expect(image).toBe(image.toLowerCase());
    expect(ci.env.IMAGE).toBe(image);
    expect(JSON.parse(text("contract.json")).image).toBe(image);
    const values = parse(readFileSync(join(infra, "helm", portfolio.appName, "values.yaml"), "utf8"));
    expect([values.image.registry, values.image.repository].filter(Boolean).join("/")).toBe(image);
  });

  test("caches do not cross architectures, and a release uses none", () => {
    const build = ci.jobs.build.steps.find(({ id }: Parsed) => id === "build").with;
    for (const cache of [build["cache-from"], build["cache-to"]])
      expect(cache).toMatch(
        /^\$\{\{ github\.ref_type == 'branch' && format\('type=gha,scope=\{0\}(,mode=max)?', matrix\.arch\) \|\| '' \}\}$/,
      );
    expect(build.outputs).toBe("type=image,name=${{ env.IMAGE }},push-by-digest=true,name-canonical=true,push=true");
  });

  test("B25 workflows stand where GitHub looks for them", () => {
    for (const folder of [app, infra]) {
      const workflows = walk(folder).filter((file) => /workflows?\//.test(relative(folder, file)));
      for (const file of workflows) expect(relative(folder, file)).toMatch(/^\.github\/workflows\/[^/]+\.yaml$/);
    }
    expect(existsSync(join(app, ".github/workflows/ci.yaml"))).toBe(true);
  });

  test("B27 gates can fail", () => {
    const commands = instructions(text(".github/workflows/ci.yaml"));
    expect(commands).not.toMatch(/\|\| true|\|\| :|continue-on-error|no-fail|exit-code|fail-build|fail-on-error|set \+e|always\(\)/);
    expect(ci.defaults.run.shell).toBe("bash"); // with -eo pipefail: a failing script in a pipe fails the step
    const scan = ci.jobs.verify.steps.find(({ uses }: Parsed) => uses?.startsWith("anchore/scan-action@"));
    expect(scan.with).toMatchObject({ "only-fixed": true, "severity-cutoff": "critical" });
    expect([ci.jobs.build.needs, ci.jobs.verify.needs, ci.jobs.publish.needs, ci.jobs["hand-over"].needs].flat()).toEqual([
      "test",
      "lint",
      "build",
      "build",
      "verify",
      "publish",
    ]);
  });

  test("CI runs what the README tells people to run", () => {
    const readme = text("README.md");
    const { install, lint, test: tests } = portfolio.stack;
    const run = ci.jobs.test.steps
      .map((step: Parsed) => step.run)
      .filter(Boolean)
      .join("\n");
    for (const command of [...install.split(" && "), lint, tests]) {
      expect(run.split("\n")).toContain(command);
      expect(readme.split("\n")).toContain(command);
    }
  });

  test("B28 B29 no secret in git: Grafana has no administrator", () => {
    for (const file of walk(app))
      expect({ file, text: readFileSync(file, "utf8") }).toEqual({
        file,
        text: expect.not.stringMatching(/kind: Secret|ADMIN_PASSWORD|BEGIN [A-Z ]*PRIVATE KEY/),
      });
    expect(compose.services.grafana.environment).toMatchObject({
      GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true",
      GF_AUTH_ANONYMOUS_ORG_ROLE: "Viewer",
    });
  });

  test("B30 B31 compose has the cluster's dashboard and datasource", () => {
    expect(yaml("observability/grafana/datasource.yaml").datasources[0].uid).toBe("prometheus");
    expect(text("observability/dashboard.json")).toBe(readFileSync(join(infra, "helm", portfolio.appName, "files/dashboard.json"), "utf8"));
    const [scrape] = yaml("observability/prometheus.yaml").scrape_configs;
    expect(scrape).toMatchObject({ job_name: portfolio.appName, metrics_path: portfolio.metricsPath });
    expect(scrape.static_configs[0]).toMatchObject({ targets: [`app:${portfolio.port}`], labels: { namespace: portfolio.appNamespace } });
    for (const { source } of Object.values<Parsed>(compose.services)
      .flatMap(({ volumes = [] }) => volumes)
      .map((mount: string) => ({ source: mount.split(":")[0] }))) {
      expect(source === "prometheus" || existsSync(join(app, source))).toBe(true);
    }
  });

  test("docker compose up --wait can wait: it fails on a service whose health check is disabled", () => {
    for (const service of Object.values<Parsed>(compose.services)) expect(service.healthcheck?.disable ?? false).toBe(false);
  });

  test("B8 compose gives no privilege and opens nothing to the network", () => {
    for (const [name, service] of Object.entries<Parsed>(compose.services)) {
      expect({ name, ...service }).toMatchObject({ name, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    expect(compose.services.app.read_only).toBe(true);
  });

  test("B7 B11 the image runs a production server as a number that is not root", () => {
    const dockerfile = text("Dockerfile");
    expect(dockerfile).toMatch(/^USER [1-9]\d*(:\d+)?$/m);
    expect(dockerfile).toMatch(runtime === "express" ? /^CMD \["dist\/server\.js"\]$/m : /^CMD \["gunicorn"/m);
  });

  test("B35 B36 locked packages, .dockerignore, licence", () => {
    if (runtime === "express") expect(JSON.parse(text("package-lock.json")).lockfileVersion).toBe(3);
    else for (const file of ["requirements.txt", "requirements-dev.txt"]) expect(text(file)).toMatch(/--hash=sha256:/);
    for (const file of [".dockerignore", "LICENSE", ".gitignore"]) expect(text(file).trim()).not.toBe("");
  });

  test("B38 the README says something, and leads to its siblings", () => {
    const readme = text("README.md");
    expect(readme.split(/\s+/).length).toBeGreaterThan(400);
    expect(readme).toContain(`](${portfolio.infraUrl})`);
    expect(readme).toContain(`](${portfolio.docsUrl})`);
    const blocks = readme.match(/^.*\n```sh$/gm) ?? [];
    expect(blocks.length).toBeGreaterThan(6);
    for (const block of blocks) expect(block).toMatch(/^<!-- (run|outside): .+ -->\n/);
  });
});

describe("the scripts of the pipeline", () => {
  const { app, infra, portfolio } = load({});

  const publish = (ref: string, ...digests: string[]) =>
    runScript(app, "publish-index", ["--dry-run", ...digests], { GITHUB_REF: ref, GITHUB_SHA: SHA });

  test.each([
    ["refs/heads/main", [`sha-${SHA}`, "main"]],
    ["refs/tags/v1.2.3", ["1.2.3", "1.2"]],
    ["refs/tags/v1.2.3-rc.1", ["1.2.3-rc.1"]],
  ])("B2 publish-index names what comes from %s", async (ref, names) => {
    const { status, stdout } = await publish(ref, DIGEST, DIGEST.replaceAll("1", "2"));
    expect(status).toBe(0);
    const tags = [...stdout.matchAll(/--tag (\S+)/g)].map(([, tag]) => tag);
    expect(tags.sort()).toEqual(names.map((name) => `${portfolio.image}:${name}`).sort());
    expect(stdout.trim().split(" ").slice(-2)).toEqual([
      `${portfolio.image}@${DIGEST}`,
      `${portfolio.image}@${DIGEST.replaceAll("1", "2")}`,
    ]);
  });

  test.each([
    ["a branch", "refs/heads/dev", DIGEST],
    ["a tag that is no version", "refs/tags/v1.2", DIGEST],
    ["a version with a leading zero", "refs/tags/v1.02.3", DIGEST],
    ["a digest that is missing", "refs/heads/main", ""],
    ["a digest with an option in it", "refs/heads/main", `${DIGEST} --tag x`],
  ])("publish-index refuses %s", async (_, ref, digest) => {
    const { status, stdout, stderr } = await publish(ref, digest);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^publish-index: (not a|nothing)/);
  });

  test("publish-index reports the digest of the index that it made", async () => {
    const made = DIGEST.replaceAll("1", "3");
    const docker = fake(
      "docker",
      `while [ "$1" != --metadata-file ]; do shift; done; printf '%s' '{"containerimage.descriptor":{"digest":"${made}"}}' > "$2"`,
    );
    const { stdout } = await runScript(app, "publish-index", [DIGEST], { PATH: docker, GITHUB_REF: "refs/heads/main", GITHUB_SHA: SHA });
    expect(stdout).toBe(`tag=sha-${SHA}\ndigest=${made}\n`);
  });

  test.each([
    ["several platforms", '{"linux/amd64":{"SPDX":{"SPDXID":"one"}},"linux/arm64":{"SPDX":{"SPDXID":"two"}}}', "two"],
    ["a single platform", '{"SPDX":{"SPDXID":"only"}}', "only"],
    ["no SBOM", "{}", undefined],
    ["no answer", "", undefined],
  ])("sbom reads an image with %s, or fails", async (_, answer, id) => {
    const { status, stdout } = await runScript(app, "sbom", ["x@y", "linux/arm64"], { PATH: fake("docker", `printf '%s' '${answer}'`) });
    if (id) expect(JSON.parse(stdout)).toEqual({ SPDXID: id });
    else expect(status).not.toBe(0);
  });

  const handOver = { TAG: `sha-${SHA}`, DIGEST, GITHUB_SHA: SHA, RUN_URL: "https://github.com/Octo-Org/express-app/actions/runs/1" };

  test("B2 hand-over sends the tag and the digest, in the words that the infra repository listens to", async () => {
    const { stdout } = await runScript(app, "hand-over", ["--dry-run"], handOver);
    const { event_type, client_payload } = JSON.parse(stdout);
    expect(client_payload).toEqual({ image: portfolio.image, tag: handOver.TAG, digest: DIGEST, sha: SHA, run_url: handOver.RUN_URL });
    const deploy = readFileSync(join(infra, ".github/workflows/deploy.yaml"), "utf8");
    expect(parse(deploy).on.repository_dispatch.types).toEqual([event_type]);
    const read = [...deploy.matchAll(/client_payload\.(\w+)/g)].map(([, field]) => field);
    expect(Object.keys(client_payload)).toEqual(expect.arrayContaining(read));
    expect(read).toEqual(expect.arrayContaining(["image", "tag", "digest", "sha"]));
  });

  test.each([
    ["TAG", "latest"],
    ["TAG", `sha-${SHA}","x":"`],
    ["DIGEST", "sha256:1"],
    ["RUN_URL", 'https://example.com/"'],
    ["IMAGE", "ghcr.io/Octo-Org/express-app"],
  ])("hand-over refuses %s=%s", async (name, value) => {
    const { status, stdout, stderr } = await runScript(app, "hand-over", ["--dry-run"], { ...handOver, [name]: value });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`hand-over: ${name} is not well-formed`);
  });

  test.each(["app", "0", "0:0", ""])("B7b smoke refuses an image whose user is '%s'", async (user) => {
    const { status, stderr } = await runScript(app, "smoke", [], { PATH: fake("docker", `printf '%s' '${user}'`) });
    expect(status).toBe(1);
    expect(stderr).toContain("must be a number other than 0");
  });

  test.each(["hand-over", "image", "publish-index", "sbom", "smoke"])("%s explains itself", async (name) => {
    const { status, stdout } = await runScript(app, name, ["--help"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^Usage: /) });
  });
});

/** A PATH on which a program is replaced by lines of shell. */
function fake(program: string, script: string): string {
  const bin = join(temporaryFolder(), "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, program), 0o755);
  return `${bin}:${toolsPath}`;
}

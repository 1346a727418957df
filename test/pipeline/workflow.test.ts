import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import { type AppRuntime, runtimes } from "../../src/portfolio/runtimes";
import { instructions, loadApp, type Parsed } from "../support/app-repository";
import { walk } from "../support/command";
import { matrix } from "../support/matrix";
import { generate } from "../support/portfolio";

// What hand-written portfolios get wrong in CI. The numbers are those of the survey (never-again).

/** The base image, and the updates of it that a person makes. */
const bases: Record<AppRuntime["id"], [image: string, heldUpdates: string[]]> = {
  express: ["node", ["major"]],
  fastapi: ["python", ["major", "minor"]],
  flask: ["python", ["major", "minor"]],
  static: ["node", ["major"]],
};

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const { app, infra, portfolio, text, yaml, ci, jobs, steps } = loadApp(options);
  const { image, owner, appRepository, infraRepository, registryType } = portfolio;
  const runtime = portfolio.runtime as AppRuntime["id"];

  test("B12 a pull request's older run is cancelled, a publication never, nor does it wait where a newer one would replace it", () => {
    expect(ci.concurrency.group).toBe("${{ github.workflow }}-${{ github.event_name == 'pull_request' && github.ref || github.run_id }}");
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
    const packages = runtimes[runtime].ecosystem;
    expect(updates.map((update: Parsed) => `${update["package-ecosystem"]} ${update.directory}`)).toEqual([
      "github-actions /",
      `${packages} /`,
      "docker /",
      "npm /.projen",
    ]);
    for (const update of updates) expect(update.cooldown["default-days"]).toBeGreaterThanOrEqual(7);
  });

  test("Dependabot raises no base image beyond the version that CI and the lock files have", () => {
    const { updates } = yaml(".github/dependabot.yml");
    const held = updates.filter(({ ignore }: Parsed) => ignore).map((update: Parsed) => [update["package-ecosystem"], update.ignore]);
    const [image, types] = bases[runtime];
    const ignored = { "dependency-name": image, "update-types": types.map((type) => `version-update:semver-${type}`) };
    expect(held).toEqual([["docker", [ignored]]]);
    expect(text("Dockerfile")).toMatch(new RegExp(`^FROM .*\\b${image}:\\d`, "m"));
  });

  test("B13b no action that was taken over", () => {
    expect(JSON.stringify(steps)).not.toMatch(/aquasecurity\/|tj-actions\/|reviewdog\//);
  });

  test("B14 no rights by default, and a job asks for what it does", () => {
    expect(ci.permissions).toEqual({});
    const granted = Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]));
    const read = { contents: "read" };
    const { permission } = registryType;
    const registry = (access: string) => (permission ? { [permission]: permission === "packages" ? access : "write" } : {});
    expect(granted).toEqual({
      test: read,
      lint: read,
      dependencies: read,
      image: read,
      build: { ...read, ...registry("write") },
      verify: { ...read, ...registry("read") },
      scan: {},
      publish: { ...read, ...registry("write"), "id-token": "write", attestations: "write" },
      "hand-over": read,
    });
    for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
      expect(step.with["persist-credentials"]).toBe(false);
  });

  test("B15 no personal token: the run's own for the registry, an App's for one other repository", () => {
    const secrets = [...text(".github/workflows/ci.yaml").matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    const registry = registryType.permission ? [] : [...registryType.settings].sort();
    expect([...new Set(secrets)].sort()).toEqual(["INFRA_APP_PRIVATE_KEY", ...registry]);
    const token = ci.jobs["hand-over"].steps.find(({ uses }: Parsed) => uses?.startsWith("actions/create-github-app-token@"));
    expect(token.with).toMatchObject({ owner, repositories: infraRepository, "permission-contents": "write" });
    expect(Object.keys(token.with).filter((key) => key.startsWith("permission-"))).toEqual(["permission-contents"]);
  });

  test("B19 a pull request reads no secret and pushes nothing", () => {
    expect(ci.on.push).toEqual({ branches: ["main"], tags: ["v[0-9]*"] });
    expect(Object.keys(ci.on).sort()).toEqual(["pull_request", "push", "workflow_dispatch"]);
    const onPullRequest = ["test", "lint", "dependencies", "image"];
    for (const name of onPullRequest)
      expect(JSON.stringify(ci.jobs[name])).not.toMatch(/secrets\.|github\.token|login-action|--push|push=true/);
    const published = "(github.ref == 'refs/heads/main' || github.ref_type == 'tag')";
    expect(ci.jobs.build.if).toBe(`${published} && github.repository == '${owner}/${appRepository}'`);
    expect(ci.jobs.dependencies.if).toMatch(/^github\.event_name == 'pull_request' &&/);
    const needs = (name: string): string[] => [ci.jobs[name].needs ?? []].flat();
    const afterBuild = (name: string): boolean => name === "build" || needs(name).some(afterBuild);
    for (const [name] of jobs) expect(onPullRequest.includes(name) || afterBuild(name)).toBe(true);
  });

  test("B20 each architecture is built and started on a machine of its kind", () => {
    const machines = { amd64: "ubuntu-24.04", arm64: "ubuntu-24.04-arm" } as Record<string, string>;
    const wanted = portfolio.platforms.map((platform) => platform.split("/")[1]).map((arch) => `${arch} on ${machines[arch]}`);
    for (const name of ["build", "verify"]) {
      expect(ci.jobs[name].strategy.matrix.include.map(({ arch, runner }: Parsed) => `${arch} on ${runner}`)).toEqual(wanted);
      expect(ci.jobs[name]["runs-on"]).toBe("${{ matrix.runner }}");
    }
    expect(JSON.stringify(steps)).not.toContain("qemu");
    expect(JSON.stringify(ci.jobs.verify.steps)).toMatch(/docker pull.*scripts\/smoke\.sh.*docker save/);
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
    for (const step of attested) {
      // How it was built is said of the index, what is in it of the one image that it is about.
      const [, architecture = "digest"] = /sbom-(\w+)\.json$/.exec(step.with["sbom-path"]) ?? [];
      expect(step.with).toMatchObject({ "subject-digest": `\${{ steps.index.outputs.${architecture} }}`, "push-to-registry": true });
    }
  });

  test("a name that moves is given after the attestations, and only an image that got it is handed over", () => {
    const { steps: published, outputs } = ci.jobs.publish;
    const at = (is: (step: Parsed) => boolean) =>
      published.map((step: Parsed, index: number) => (is(step) ? index : -1)).filter((i: number) => i >= 0);
    const moving = at(({ run }) => run?.startsWith("scripts/move-tags.sh"));
    expect(moving).toEqual([published.length - 1]);
    expect(Math.max(...at(({ uses }) => uses?.startsWith("actions/attest@")))).toBeLessThan(moving[0]);
    expect(outputs.moved).toBe(`\${{ steps.${published.at(-1).id}.outputs.moved }}`);
    expect(ci.jobs["hand-over"].if).toBe("github.ref == 'refs/heads/main' && needs.publish.outputs.moved == 'true'");
  });

  test("an image says what it is: a version, a time, a licence and a description", () => {
    const named = (id: string) => ci.jobs.build.steps.find((step: Parsed) => step.id === id).with;
    const { tags, labels } = named("meta");
    expect(tags.trim().split("\n")).toEqual([
      "type=semver,pattern={{version}}",
      "type=raw,value=0.0.0-main.{{sha}},enable=${{ github.ref == 'refs/heads/main' }}",
    ]);
    const local = text("scripts/image.sh");
    const index = text("scripts/publish-index.sh");
    for (const label of ["source", "title", "description", "licenses"].map((name) => `org.opencontainers.image.${name}`)) {
      const value = new RegExp(`^${label}=(.+)$`, "m").exec(labels)?.[1];
      expect(value).toMatch(/^[\w:/., -]+$/);
      expect(local).toContain(`--label "${label}=${value}"`);
      expect(index).toContain(`--annotation "index:${label}=${value}"`);
    }
    expect(local).toContain("org.opencontainers.image.created=");
    expect(named("build").labels).toBe("${{ steps.meta.outputs.labels }}");
    expect(named("build")["build-args"]).toContain("VERSION=${{ steps.meta.outputs.version }}\n");
  });

  test("no program that can be replaced under its name runs where images are pushed", () => {
    const pinned = /^\S+@sha256:[0-9a-f]{64}$/;
    const builders = steps.filter(({ uses }) => uses?.startsWith("docker/setup-buildx-action@")).map((step) => step.with);
    expect(builders).toHaveLength(2);
    for (const builder of builders.filter(({ driver }) => driver !== "docker")) expect(builder["driver-opts"]).toMatch(/^image=/);
    expect(builders[0]["driver-opts"].replace(/^image=/, "")).toMatch(pinned);
    const build = ci.jobs.build.steps.find(({ id }: Parsed) => id === "build").with;
    expect(build.sbom.replace(/^generator=/, "")).toMatch(pinned);
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
    const needs = ["build", "verify", "scan", "publish", "hand-over"].map((name) => [name, ci.jobs[name].needs]);
    expect(Object.fromEntries(needs)).toEqual({
      build: ["test", "lint"],
      verify: "build",
      scan: "verify",
      publish: ["build", "scan"],
      "hand-over": "publish",
    });
  });

  test("CI asks the doctor of the version that the repository pins, without the other repositories", () => {
    const asked = ci.jobs.lint.steps.filter(({ run }: Parsed) => /\bdoctor\b/.test(run ?? ""));
    expect(asked.map(({ run }: Parsed) => run)).toEqual(["node .projen/synth.mjs doctor ."]);
  });

  test("CI runs what the README tells people to run", () => {
    const readme = text("README.md");
    const { install, lint, test: tests } = runtimes[runtime].commands;
    const run = ci.jobs.test.steps
      .map((step: Parsed) => step.run)
      .filter(Boolean)
      .join("\n");
    for (const command of [...install.split(" && "), lint, tests]) {
      expect(run.split("\n")).toContain(command);
      expect(readme.split("\n")).toContain(command);
    }
  });
});

test("what a person says about their app's commands is what CI runs", () => {
  const commands = ["true", "123", "~", "sh -c 'lint && test'", "test -d x && cd x || true", "a: b # c", "- x", "cmd:", '"a\\" %'];
  for (const command of commands) {
    const said = { installCommand: command, lintCommand: command, testCommand: command };
    const { app } = generate({ runtime: "container", healthPath: "/", setup: "node", ...said });
    const { jobs } = parse(readFileSync(join(app, ".github/workflows/portfolio.yaml"), "utf8"));
    const steps: Parsed[] = jobs.test.steps.filter(({ name }: Parsed) => ["Install", "Lint", "Test"].includes(name));
    expect(steps.map(({ run }) => (typeof run === "string" ? run.trimEnd() : run))).toEqual([command, command, command]);
  }
});

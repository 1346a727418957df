import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { diagnose } from "../../src/doctor/run";
import { scopeOf } from "../../src/portfolio/scope";
import { checkTexts } from "../support/checked-texts";
import { walk } from "../support/command";
import { checkDocs } from "../support/documentation";
import { generateFresh } from "../support/portfolio";
import { bringShared, sharedRepository } from "../support/shared-repository";

// biome-ignore lint/suspicious/noExplicitAny: parsed files have no type of their own
type Json = any;

const { root, infra, docs, model } = generateFresh(sharedRepository);
const shop = join(root, "shop");
bringShared(shop);
const [, api, page] = model.services.map((service) => scopeOf(model, service));
const together = [api!, page!];
const read = (...path: string[]) => readFileSync(join(...path), "utf8");

test("services that share a repository have one, with a file of each kind for all of them", () => {
  expect(readdirSync(root).sort()).toEqual(["devops-portfolio-project", "infra-k8s", "orders", "shop"]);
  const ours = walk(shop).filter((file) => !/\/(services|docker)\/|\/page$/.test(file));
  expect(ours.map((file) => file.slice(shop.length + 1)).filter((file) => !file.startsWith(".projen/"))).toEqual([
    ".github/dependabot.yml",
    ".github/workflows/portfolio.yaml",
    ".projenrc.ts",
    "compose.portfolio.yaml",
    "contract.json",
    "scripts/portfolio.sh",
  ]);
  expect(read(shop, ".projenrc.ts")).toMatch(/AppRepository\.forService\(\{[\s\S]*\}, "shop-api"\)/);
});

describe("its workflow", () => {
  const workflow = parse(read(shop, ".github/workflows/portfolio.yaml"));
  const { jobs } = workflow;
  const kinds = ["test", "image", "build", "verify", "scan", "publish", "hand-over"];

  test("has every job once for each service, none of which waits for one of another service", () => {
    const own = together.flatMap(({ appName }) => kinds.map((kind) => `${kind}-${appName}`));
    expect(Object.keys(jobs).sort()).toEqual(["lint", "doctor", "dependencies", ...own].sort());
    expect(workflow.env).toBeUndefined();
    for (const { appName } of together) {
      const others = together.filter((other) => other.appName !== appName).map((other) => `-${other.appName}`);
      for (const kind of kinds) {
        const { needs = [], name } = jobs[`${kind}-${appName}`];
        for (const need of [needs].flat()) expect(need === "lint" || need.endsWith(`-${appName}`)).toBe(true);
        expect(name).toContain(appName);
        for (const other of others) expect(JSON.stringify(jobs[`${kind}-${appName}`])).not.toContain(other);
      }
    }
  });

  test("builds, attests and publishes each image from its own Dockerfile, under its own name", () => {
    for (const { appName, image, dockerfile, buildContext, architectures } of together) {
      const job = (kind: string) => jobs[`${kind}-${appName}`];
      for (const kind of ["build", "verify", "publish"]) expect(job(kind).env).toEqual({ IMAGE: image });
      expect(job("build").strategy.matrix.include.map(({ arch }: { arch: string }) => arch)).toEqual(architectures);
      const { with: build } = job("build").steps.find(({ id }: { id?: string }) => id === "build");
      expect(build).toMatchObject({ context: buildContext, file: dockerfile });
      expect(build["cache-from"]).toContain(`scope=${appName}-{0}`);
      const attested = job("publish").steps.filter(({ uses = "" }) => uses.startsWith("actions/attest@"));
      expect(attested).toHaveLength(1 + architectures.length);
      for (const { with: inputs } of attested) expect(inputs["subject-name"]).toBe("${{ env.IMAGE }}");
      const artifact = `image-${appName}-\${{ matrix.arch }}`;
      const uses = (kind: string, action: string) => job(kind).steps.find((step: { uses?: string }) => step.uses?.startsWith(action));
      expect([uses("verify", "actions/upload-artifact").with.name, uses("scan", "actions/download-artifact").with.name]).toEqual([
        artifact,
        artifact,
      ]);
      const runs = kinds.flatMap((kind) => job(kind).steps.map(({ run = "" }) => run)).join("\n");
      expect([...runs.matchAll(/portfolio\.sh (\S+) (\S+)/g)].map(([, script, service]) => [script, service])).toEqual(
        ["image", "smoke", "smoke", "publish-index", "move-tags", "hand-over"].map((script) => [script, appName]),
      );
    }
    const linted = jobs.lint.steps.flatMap((step: Json) => (step.uses?.startsWith("hadolint/") ? [step.with.dockerfile] : []));
    expect(linted).toEqual(together.map(({ dockerfile }) => dockerfile));
  });
});

test("Dependabot looks into the folders of all of them", () => {
  const { updates } = parse(read(shop, ".github/dependabot.yml"));
  expect(updates.map((one: Record<string, string>) => `${one["package-ecosystem"]} ${one.directory}`)).toEqual([
    "github-actions /",
    "gomod /services/api",
    "npm /",
    "docker /services/api",
    "docker /docker",
    "npm /.projen",
  ]);
});

test("contract.json lists them", () => {
  const { services, repositories } = JSON.parse(read(shop, "contract.json"));
  expect(services).toMatchObject([
    { name: "shop-api", port: 9000, healthPath: "/livez", image: "ghcr.io/octo-org/shop-api" },
    { name: "page", port: 9000, healthPath: "/healthz", image: "ghcr.io/octo-org/page" },
  ]);
  expect(services[1].calls.map(({ service }: { service: string }) => service)).toEqual(["shop-api", "orders"]);
  expect(repositories.app).toBe("https://github.com/Octo-Org/shop");
});

test("Compose starts all of them, at ports that do not meet, and one finds the other", () => {
  const { services, configs } = parse(read(shop, "compose.portfolio.yaml"));
  expect(services["shop-api-service"]).toMatchObject({
    build: { context: "services/api", dockerfile: "Dockerfile" },
    ports: ["127.0.0.1:9000:9000"],
  });
  expect(services["page-service"]).toMatchObject({
    build: { context: ".", dockerfile: "docker/page.Dockerfile" },
    ports: ["127.0.0.1:9001:9000"],
    environment: { SHOP_API_URL: "http://shop-api-service:9000", ORDERS_URL: "${ORDERS_URL:-}" },
  });
  const { scrape_configs: scraped, rule_files: rules } = parse(configs.prometheus.content);
  expect(scraped.map(({ job_name: job, static_configs: [{ targets }] }: Json) => [job, targets])).toEqual([
    ["shop-api", ["shop-api-service:9000"]],
  ]);
  const mounted = services.prometheus.volumes.map((volume: string) => volume.split(":")[1]);
  expect(mounted).toContain(`/etc/prometheus/${rules[0]}`);
  expect(services.grafana.volumes[0]).toMatch(/\/shop-api\/files\/dashboard\.json:\/etc\/grafana\/dashboards\/shop-api\.json:ro$/);
  expect(services.grafana.environment.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH).toBe("/etc/grafana/dashboards/shop-api.json");
});

describe("its script", () => {
  const script = (...args: string[]) => {
    const said = { TAG: `sha-${"a".repeat(40)}`, DIGEST: `sha256:${"b".repeat(64)}`, RUN_URL: "https://x.y/z", GITHUB_SHA: "c".repeat(40) };
    const env = { PATH: process.env.PATH, ...said };
    return spawnSync("sh", [join(shop, "scripts/portfolio.sh"), ...args], { encoding: "utf8", env });
  };

  test.each(together.map(({ appName, image }) => [appName, image]))("hands over the image of %s", (name, image) => {
    const { status, stdout } = script("hand-over", name, "--dry-run");
    expect(status).toBe(0);
    expect(JSON.parse(stdout).client_payload.image).toBe(image);
  });

  test("asks of which service, and names them", () => {
    for (const args of [["image"], ["smoke", "orders"], ["move-tags", "", "x"]]) {
      const { status, stderr } = script(...args);
      expect([status, stderr]).toEqual([2, `${args[0]}: of which service? (services: shop-api, page)\n`]);
    }
    expect(script("push", "page")).toMatchObject({ status: 2, stderr: expect.stringContaining("unknown command: push") });
    const help = script("--help").stdout;
    expect(help).toMatch(/^scripts\/portfolio\.sh smoke shop-api \[IMAGE\]$/m);
    expect(help).not.toContain("$");
  });
});

test("what deploys them asks for the image of each by that repository and its workflow", () => {
  const { jobs } = parse(read(infra, ".github/workflows/deploy.yaml"));
  const gates = Object.values(jobs as Record<string, { with: Record<string, string> }>).map(({ with: inputs }) => inputs);
  expect(gates.map(({ service, image, repository }) => [service, image, repository])).toEqual([
    ["orders", "ghcr.io/octo-org/orders", "orders"],
    ["shop-api", "ghcr.io/octo-org/shop-api", "shop"],
    ["page", "ghcr.io/octo-org/page", "shop"],
  ]);
  expect(read(infra, ".github/workflows/deploy-to-minikube.yaml")).toMatch(/shop-api.*page.*portfolio\.yaml/s);
});

test("pages name the repository once, with all of its services", () => {
  const row = /^\| \[shop\]\(https:\/\/github\.com\/Octo-Org\/shop\) \| the services shop-api and page, their images and their CI \|$/gm;
  for (const file of [join(docs, "README.md"), join(infra, "README.md")]) expect(read(file).match(row)).toHaveLength(1);
  expect(read(docs, "README.md").match(/^git clone .*\/shop$/gm)).toHaveLength(1);
  for (const file of ["check.yaml", "diagrams.yaml"]) {
    const [, urls = ""] = /REPOSITORIES: (.*)/.exec(read(docs, ".github/workflows", file)) ?? [];
    if (urls) expect(urls.split(" ").map((url) => url.split("/").at(-1))).toEqual(["orders", "shop", "infra-k8s"]);
  }
  expect(read(docs, "diagrams/architecture.mmd").match(/<b>shop<\/b><br\/>shop-api and page/g)).toHaveLength(1);
});

test("actionlint, zizmor and shellcheck find nothing, and neither does the doctor", () => {
  const written = walk(shop).map((file) => ({ file, scope: api!, root, of: "a shared repository" }));
  const those = (ending: RegExp) => written.filter(({ file }) => ending.test(file));
  checkTexts("actionlint", ["-shellcheck", "shellcheck"], those(/\/\.github\/workflows\//));
  checkTexts("zizmor", ["--offline", "--persona", "pedantic", "--no-progress"], those(/\/\.github\/(workflows\/|dependabot)/));
  checkTexts("shellcheck", ["--shell=sh"], those(/\.sh$/));
  const { findings } = diagnose([root]);
  expect(
    findings
      .filter(({ severity, id }) => severity !== "note" && id !== "P05")
      .map(({ id, file, line, cause }) => `${id} ${file}:${line} ${cause}`),
  ).toEqual([]);
  expect(checkDocs(docs).findings).toEqual([]);
});

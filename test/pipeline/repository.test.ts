import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type AppRuntime, runtimes } from "../../src/portfolio/runtimes";
import { instructions, loadApp, type Parsed } from "../support/app-repository";
import { walk } from "../support/command";
import { matrix } from "../support/matrix";

// What hand-written portfolios get wrong in the repository of the app. The numbers are those of the survey (never-again).

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const { app, infra, portfolio, text, yaml, compose } = loadApp(options);
  const { runtime } = portfolio;

  test("B1 nothing is called or taken as latest", () => {
    const files = walk(app).filter((file) => /ya?ml$|\.sh$|Dockerfile$/.test(file));
    for (const file of files)
      expect({ file, text: instructions(readFileSync(file, "utf8")) }).toEqual({
        file,
        text: expect.not.stringMatching(/[:=]latest(?![\w-])/),
      });
    for (const { image: name } of Object.values<Parsed>(compose.services)) expect(name).toMatch(/^[^:]+:[^:]+$/);
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
    const { datasources, dashboards } = compose.configs;
    expect(parse(datasources.content).datasources[0].uid).toBe("prometheus");
    const [{ options }] = parse(dashboards.content).providers;
    expect(compose.services.grafana.volumes).toContain(`./observability/dashboard.json:${options.path}/dashboard.json:ro`);
    expect(compose.services.grafana.configs.map(({ source }: Parsed) => source)).toEqual(Object.keys(compose.configs));
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

  test("compose has a project of its own, which another portfolio's commands do not take for theirs", () => {
    expect(compose.name).toBe(`${portfolio.owner.toLowerCase()}-${portfolio.appName}`);
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
    const servers: Readonly<Record<AppRuntime["id"], RegExp>> = {
      express: /^CMD \["--max-semi-space-size=16", "dist\/server\.js"\]$/m,
      flask: /^CMD \["gunicorn"/m,
      fastapi: /^CMD \["python", "-m", "app"\]$/m,
      static: /^CMD \["--max-semi-space-size=16", "dist-server\/server\.js"\]$/m,
    };
    expect(dockerfile).toMatch(servers[runtime as AppRuntime["id"]]);
  });

  test("B35 B36 locked packages, .dockerignore, licence", () => {
    if (runtimes[runtime as AppRuntime["id"]].ecosystem === "npm") expect(JSON.parse(text("package-lock.json")).lockfileVersion).toBe(3);
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

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scopesOf } from "../../src/portfolio/scope";
import { sh, walk } from "../support/command";
import { checkDocs } from "../support/documentation";
import { generate, generateFresh, temporaryFolder } from "../support/portfolio";
import { threeEnvironments, threeServices } from "../support/several";

const portfolios = [
  ["three services", generate(threeServices)],
  ["two services in three environments", generate(threeEnvironments)],
] as const;

describe.each(portfolios)("the documentation of %s", (_, { docs, model }) => {
  const scopes = scopesOf(model);
  const read = (path: string) => readFileSync(join(docs, path), "utf8");

  test("draws every service in every environment", () => {
    const drawing = read("diagrams/architecture.mmd");
    for (const { services, environments, appName, environmentName, appNamespace, replicas } of scopes) {
      const place = `service${environments.findIndex(({ name }) => name === environmentName)}_${services.findIndex(({ name }) => name === appName)}`;
      expect(drawing).toContain(`${place}["<b>${appName}</b><br/>namespace ${appNamespace}<br/>${replicas} × Pod`);
    }
    for (const { name, repository, runtime } of model.services) {
      expect(drawing).toContain(`["<b>${repository}</b><br/>${runtime.title}"]`);
      expect(read("diagrams/scrape.mmd")).toContain(`<b>Service</b> ${name}<br/>`);
      expect(read("diagrams/delivery.mmd")).toContain(`<br/>${repository}`);
    }
    const edges = model.environments.flatMap((_, at) =>
      model.services.flatMap(({ calls }, from) =>
        calls.map((name) => `service${at}_${from} -- "calls" --> service${at}_${model.services.findIndex((other) => other.name === name)}`),
      ),
    );
    expect(drawing.match(/service\d_\d -- "calls" --> service\d_\d/g)).toEqual(edges);
  });

  test("sends who has five minutes to what each service has of its own", () => {
    const page = read("README_PRO.md");
    for (const { appName, appUrl, infraUrl } of scopes) {
      expect(page).toContain(`[${appName}](${appUrl}/blob/main/.github/workflows/ci.yaml)`);
      expect(page).toContain(`[${appName}](${infraUrl}/blob/main/helm/${appName}/files/rules.yaml)`);
    }
  });

  test("says of each service where it is, how it is watched and what it promises", () => {
    const pages = read("README.md") + read("README_TECH.md");
    for (const { appUrl, image, appName, environmentName, appNamespace, dashboardUid, availabilityTarget } of scopes) {
      expect(pages).toContain(`${appUrl}/actions/workflows/ci.yaml/badge.svg`);
      expect(pages).toContain(`which publishes \`${image}\``);
      expect(pages).toMatch(new RegExp(`^\\| ${appName} \\| ${environmentName} \\| .+ \\| \`${appNamespace}\` \\|`, "m"));
      expect(pages).toContain(`localhost:3001/d/${dashboardUid}\``);
      expect(pages).toContain(`${availabilityTarget} % of the requests`);
    }
  });

  test("has a line for each that fills in every variable of every command", () => {
    const lines = [...read("README_TECH.md").matchAll(/^export (PORTFOLIO_SERVICE=.+)$/gm)].map(([, line]) => assignments(line));
    expect(lines.map((line) => [line.PORTFOLIO_SERVICE, line.PORTFOLIO_ENVIRONMENT, line.NAMESPACE])).toEqual(
      scopes.map(({ appName, environmentName, appNamespace }) => [appName, environmentName, appNamespace]),
    );
    const pages = ["README.md", "README_TECH.md", "drills/README.md", "runbooks.md"];
    for (const [page, command] of pages.flatMap((page) => commandsOf(read(page)).map((text) => [page, text]))) {
      for (const [, variable] of command.matchAll(/\$([A-Z_]+)/g)) expect(`${page}: ${Object.keys(lines[0])}`).toContain(variable);
      // None is written for one service only, but where the reader fills it in.
      for (const { appNamespace } of scopes) expect(`${page}: ${command}`).not.toMatch(new RegExp(` -n ${appNamespace}\\b`));
    }
  });
});

describe("a change of any service that the pages do not follow is found", () => {
  const root = temporaryFolder();
  beforeAll(() => cpSync(generate(threeServices).root, root, { recursive: true }));

  test.each<[what: string, file: string, from: string, to: string, finding: RegExp]>([
    [
      "a metric",
      "web-front/app/metrics.py",
      "http_requests_in_flight",
      "http_in_flight",
      /web-front has no metric http_requests_in_flight$/m,
    ],
    ["an alert", "infra-k8s/helm/jobs/files/rules.yaml", "alert: AppTargetMissing", "alert: TargetGone", /has no alert AppTargetMissing$/m],
    [
      "the port of a Service",
      "infra-k8s/helm/web/templates/service.yaml",
      "- name: web",
      "- name: http",
      /helm\/web\/templates\/service\.yaml has no port named web$/m,
    ],
    [
      "a job of the CI",
      "jobs/.github/workflows/ci.yaml",
      "\n  hand-over:",
      "\n  tell:",
      /jobs\/\.github\/workflows\/ci\.yaml has no job hand-over$/m,
    ],
    ["the image", "infra-k8s/helm/jobs/values.yaml", "repository: ghcr.io/", "repository: quay.io/", /octo-org\/jobs is not the image/m],
    ["the dashboard", "infra-k8s/helm/web/files/dashboard.json", '"uid": "web"', '"uid": "other"', /has another uid than web$/m],
    [
      "a target in the table",
      "devops-portfolio-project/README_TECH.md",
      "| 99.5 % of the requests |",
      "| 99.7 % of the requests |",
      /the availability target is .+, not 99\.7$/m,
    ],
    [
      "a file of each chart",
      "devops-portfolio-project/README_TECH.md",
      "helm/<service>/templates/servicemonitor.yaml",
      "helm/<service>/templates/monitor.yaml",
      /no repository has the file helm\/shop-api\/templates\/monitor\.yaml$/m,
    ],
  ])("%s", (_, file, from, to, finding) => {
    const path = join(root, file);
    const before = readFileSync(path, "utf8");
    expect(before).toContain(from);
    writeFileSync(path, before.replaceAll(from, to));
    const { findings } = checkDocs(join(root, "devops-portfolio-project"));
    writeFileSync(path, before);
    expect(findings.join("\n")).toMatch(finding);
  });
});

describe("where some services were brought, what is said of the others is held against them alone", () => {
  const { root, docs, infra, app } = generateFresh({
    services: [
      { name: "shop-api" },
      { name: "jobs", runtime: "flask" },
      { name: "mail", runtime: "container", healthPath: "/livez", metricsPath: "none" },
    ],
  });
  writeFileSync(join(root, "mail/Dockerfile"), "FROM scratch\n");

  test("nothing is found in what was written", () => expect(checkDocs(docs).findings).toEqual([]));

  test.each<[what: string, file: string, from: string, to: string, finding: RegExp]>([
    ["a metric of one of them", join(app, "src/metrics.ts"), "http_requests_in_flight", "in_flight", /no metric http_requests_in_flight$/m],
    ["a path that is asked", join(infra, "helm/jobs/templates/deployment.yaml"), "path: /ready", "path: /up", /does not ask \/ready$/m],
    [
      "an alert of one of them",
      join(infra, "helm/jobs/files/rules.yaml"),
      "alert: AppTargetMissing",
      "alert: Gone",
      /no alert AppTargetMissing$/m,
    ],
  ])("a change of %s is found", (_, path, from, to, finding) => {
    const before = readFileSync(path, "utf8");
    expect(before).toContain(from);
    writeFileSync(path, before.replaceAll(from, to));
    const { findings } = checkDocs(docs);
    writeFileSync(path, before);
    expect(findings.join("\n")).toMatch(finding);
  });
});

test("one service in one environment has nothing to choose", () => {
  const { docs } = generate();
  const pages = walk(docs).filter((file) => file.endsWith(".md") || isDrawing(file));
  for (const page of pages)
    expect(`${page}: ${readFileSync(page, "utf8")}`).not.toMatch(/PORTFOLIO_SERVICE|\$NAMESPACE|<service>|--service/);
});

const isDrawing = (file: string) => file.endsWith(".mmd");
const commandsOf = (page: string) => [...page.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].map(([, , script]) => script);

/** As the shell understands them. */
function assignments(line: string): Record<string, string> {
  const printed = sh("/", `env -i ${line} env`).trim().split("\n");
  return Object.fromEntries(printed.map((pair) => pair.split(/=(.*)/, 2)));
}

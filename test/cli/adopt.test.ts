import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repositoriesIn } from "../../src/repositories/neighbours";
import { personsRepository } from "../support/adopted";
import { command, readTree, sh } from "../support/command";

const adopt = (folder: string, ...flags: string[]) => command(["adopt", folder, "--yes", "--owner", "Octo-Org", ...flags]);
const entries = (folder: string) => readdirSync(join(folder, "..")).sort();

test("--dry-run shows the commit as git would, and writes nothing", () => {
  const folder = personsRepository("go-net-http");
  const before = readTree(folder);
  const { status, stdout } = adopt(folder, "--dry-run");
  expect(status).toBe(0);
  expect(stdout).toContain("+++ b/go-net-http/.github/workflows/portfolio.yaml");
  expect(stdout).toMatch(/infra-k8s\/ would be made:\n( {2}.*\n)* {2}helm\/go-net-http\/Chart\.yaml\n/);
  expect(stdout).not.toMatch(/^--- a\//m); // nothing there changes
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("Nothing was written.");
  expect(readTree(folder)).toEqual(before);
  expect(sh(folder, "git branch --format='%(refname:short)'")).toBe("main\n");
  expect(entries(folder)).toEqual(["go-net-http"]);
});

test("--json has the facts, the options that follow and the files", () => {
  const folder = personsRepository("fastapi-uv");
  sh(folder, "git remote add origin git@github.com:Ada-L/Catalogue.git");
  const { status, stdout, stderr } = command(["adopt", folder, "--json", "--dry-run"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const result = JSON.parse(stdout);
  expect(result.detected.services[0].facts.port.value).toBe(8000);
  expect(result.options).toMatchObject({
    owner: "Ada-L",
    appRepository: "Catalogue",
    appName: "catalogue",
    runtime: "container",
    port: 8000,
    healthPath: "/health/live",
    readyPath: "/health/ready",
    metrics: "prometheus-fastapi-instrumentator",
    setup: "python",
    testCommand: "uv run pytest",
  });
  expect(result.files).toContain(".github/workflows/portfolio.yaml");
  expect(result.repositories.map(({ role }: { role: string }) => role)).toEqual(["infra", "docs"]);
});

test("what the files do not tell is asked for by its flag, all at once, and JSON lists it with what there is to choose from", () => {
  const folder = personsRepository("monorepo");
  const open = adopt(folder, "--dockerfile", "services/web/Dockerfile");
  expect(open.status).toBe(2);
  expect(open.stderr).toContain("port: the files leave a choice (3000 or 8081): give it with --port\n");
  expect(open.stderr).toContain("healthPath: the files leave a choice (/healthz or /ping): give it with --health-path\n");
  const { status, stdout } = command(["adopt", folder, "--json", "--dry-run", "--dockerfile", "services/web/Dockerfile"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout).open).toContainEqual({
    option: "port",
    flag: "--port",
    candidates: [expect.objectContaining({ value: 3000 }), expect.objectContaining({ value: 8081 })],
  });
  expect(entries(folder)).toEqual(["monorepo"]);
});

test("what was broken before is said, and holds no image back", () => {
  const folder = personsRepository("monorepo");
  const chosen = ["--dockerfile", "services/web/Dockerfile", "--port", "8081", "--health-path", "/healthz"];
  const { stdout } = adopt(folder, ...chosen);
  expect(stdout).toMatch(
    /^Note: compose\.yaml:6 is broken: python:3\.12-slim has no curl.* \(create-devops-portfolio doctor explain E56\)$/m,
  );
  const { jobs } = parse(readFileSync(join(folder, ".github/workflows/portfolio.yaml"), "utf8"));
  const asked = Object.keys(jobs).filter((job) => jobs[job].steps?.some(({ run = "" }) => /\bdoctor\b/.test(run)));
  expect(asked).toEqual(["doctor"]);
  expect(Object.values<{ needs?: string | string[] }>(jobs).flatMap(({ needs = [] }) => needs)).not.toContain("doctor");
  expect(adopt(personsRepository("go-net-http")).stdout).not.toContain("is broken");
});

test.each([
  [
    "another repository in the way",
    (folder: string) => mkdirSync(join(folder, "../infra-k8s")),
    /infra-k8s is in the way: move it, or give another name with --infra-repository/,
  ],
  [
    "a change in no commit",
    (folder: string) => writeFileSync(join(folder, "new.go"), "package main\n"),
    /has changes that are in no commit \(new\.go\): commit them/,
  ],
  [
    "a file in the way",
    (folder: string) => sh(folder, "echo {} >contract.json && git add . && git commit -qm more"),
    /contract\.json is in the way: .* Rename it \(git mv\), commit, and run adopt again/,
  ],
  ["a portfolio already", (folder: string) => adopt(folder), /is a repository of a portfolio already/],
])("%s is refused, with what to do", (_, change, message) => {
  const folder = personsRepository("go-net-http");
  change(folder);
  const before = [readTree(join(folder, "..")), sh(folder, "git for-each-ref")];
  const { status, stderr } = adopt(folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
  expect([readTree(join(folder, "..")), sh(folder, "git for-each-ref")]).toEqual(before);
});

test("a worker is adopted without a question of requests, and has no Service", () => {
  const folder = personsRepository("worker");
  const { status, stdout } = adopt(folder);
  expect(status).toBe(0);
  expect(stdout).toContain("requirements.txt:1  it works for others through redis");
  expect(stdout).toContain("A bot or a scheduler must not: say --replicas 1");
  const [{ record }] = repositoriesIn(join(folder, ".."), () => {});
  expect(record.options).toMatchObject({ worker: true });
  expect(record.options).not.toHaveProperty("port");
  expect(readdirSync(join(folder, "../infra-k8s/helm/worker/templates"))).not.toContain("service.yaml");
});

test("a service of which nothing tells whether it answers requests is asked for, and what a worker says is told", () => {
  const folder = personsRepository("worker");
  sh(
    folder,
    "echo 'import somebody_elses' >>worker.py && sed -i s/redis/somebody-elses/ requirements.txt && git commit -qam 'Another library'",
  );
  const { status, stdout, stderr } = adopt(folder);
  expect(status).toBe(2);
  expect(stderr).toContain("port: the files do not tell it: give it with --port\n");
  for (const text of [stdout, stderr]) expect(text).toContain("No HTTP server was recognised in its files. If it answers no requests");
  expect(entries(folder)).toEqual(["worker"]);
  expect(sh(folder, "git branch --format='%(refname:short)'")).toBe("main\n");
  expect(adopt(folder, "--worker", "true").status).toBe(0);
});

test("a port that only root may listen at is refused, with what to do", () => {
  const folder = personsRepository("vite-nginx");
  sh(folder, "sed -i 's/8080/80/' Dockerfile nginx.conf && git commit -qam 'At 80'");
  const { status, stderr } = adopt(folder, "--health-path", "/healthz");
  expect(status).toBe(2);
  expect(stderr).toContain("port 80: only root may listen below 1024");
  expect(entries(folder)).toEqual(["vite-nginx"]);
});

test("what is refused tells the facts all the same as JSON, and of several services which one it is", () => {
  const folder = personsRepository("monorepo");
  sh(folder, "sed -i 's/3000/80/; s/8081/80/' services/web/Dockerfile services/web/index.js compose.yaml && git commit -qam 'At 80'");
  const { status, stdout, stderr } = command(["adopt", folder, "--json", "--dry-run", "--owner", "Ada"]);
  expect(status).toBe(2);
  expect(stderr).toContain("web: port 80: only root may listen below 1024");
  const { dryRun, detected, problem } = JSON.parse(stdout);
  expect({
    dryRun,
    ports: detected.services.map(({ facts }: Record<string, Record<string, { value: number }>>) => facts!.port?.value),
  }).toEqual({
    dryRun: true,
    ports: [5000, 80],
  });
  expect(stderr).toContain(problem);
});

test.each([
  ["the same program", { "Dockerfile.full": 'FROM python:3.12-slim\nCOPY . .\nCMD ["python", "app.py"]\n' }],
  ["one for production", { "prod.Dockerfile": 'FROM python:3.12-slim\nCOPY . .\nCMD ["gunicorn", "-b", ":5000", "app:app"]\n' }],
])("two Dockerfiles of one folder are not two services for certain: %s", (_, more) => {
  const folder = personsRepository("monorepo");
  sh(folder, "mv services/api api && rm -rf services compose.yaml");
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, "api", name), text);
  sh(folder, "git add --all && git commit -qm 'Two ways to build it'");
  const { status, stderr } = adopt(folder);
  expect(status).toBe(2);
  const [name] = Object.keys(more);
  expect(stderr).toMatch(/build the same folder, and nothing tells whether .* say which one by\n {2}--dockerfile api\/Dockerfile\n/);
  expect(stderr).toContain(`--dockerfile api/${name}\n`);
  expect(adopt(folder, "--dockerfile", "api/Dockerfile", "--build-context", "api").status).toBe(0);
});

describe("a repository with several Dockerfiles", () => {
  const configured = (folder: string, services: readonly object[]) => {
    const file = join(folder, "..", "portfolio.json");
    writeFileSync(file, JSON.stringify({ services }));
    const result = adopt(folder, "--config", file);
    rmSync(file);
    return result;
  };
  const api = { dockerfile: "services/api/Dockerfile" };
  const web = { dockerfile: "services/web/Dockerfile", port: 8081, healthPath: "/healthz" };

  test("is adopted whole where its files tell all that is needed, and asked of each service for what they do not", () => {
    const folder = personsRepository("monorepo");
    const open = adopt(folder);
    expect(open.status).toBe(2);
    expect(open.stderr).toBe(
      [
        "web: port: the files leave a choice (3000 or 8081)",
        "web: healthPath: the files leave a choice (/healthz or /ping)",
        "Say it in a file for --config, which also leaves out the services that are not in it:",
        "services:",
        "  - { name: api, dockerfile: services/api/Dockerfile }",
        "  - { name: web, dockerfile: services/web/Dockerfile, port: …, healthPath: … }",
        "Nothing was written.",
        "",
      ].join("\n"),
    );
    const { status, stdout } = command(["adopt", folder, "--json", "--dry-run"]);
    expect(status).toBe(0);
    const asked = JSON.parse(stdout).open.filter(({ otherwise }: { otherwise?: string }) => otherwise === undefined);
    expect(asked.map(({ service, dockerfile, option }: Record<string, string>) => [service, dockerfile, option])).toEqual([
      ["web", "services/web/Dockerfile", "port"],
      ["web", "services/web/Dockerfile", "healthPath"],
    ]);
    expect(entries(folder)).toEqual(["monorepo"]);
    // With one answer in the source, nothing is left to ask.
    sh(folder, "sed -i s/3000/8081/ services/web/Dockerfile && sed -i /ping/d services/web/index.js && git commit -qam Clear");
    expect(adopt(folder).status).toBe(0);
    const [{ record }] = repositoriesIn(join(folder, ".."), () => {});
    expect(record.options.services).toEqual([
      expect.objectContaining({
        name: "api",
        repository: "monorepo",
        runtime: "container",
        port: 5000,
        healthPath: "/health",
        setup: "python",
      }),
      expect.objectContaining({
        name: "web",
        repository: "monorepo",
        runtime: "container",
        port: 8081,
        healthPath: "/healthz",
        setup: "node",
      }),
    ]);
    expect(readdirSync(join(folder, "../infra-k8s/helm"))).toEqual(["api", "web"]);
    expect(sh(folder, "git log -1 --format=%s")).toBe("Deliver api and web: pipeline, images and contract\n");
  });

  test("is adopted with the services that a file names, under their names there", () => {
    const folder = personsRepository("monorepo");
    expect(configured(folder, [api, { ...web, name: "page" }]).status).toBe(0);
    expect(readdirSync(join(folder, "../infra-k8s/helm"))).toEqual(["api", "page"]);
  });

  test("what a file names and is not there, and what is said of one service only, is refused with what there is", () => {
    const folder = personsRepository("monorepo");
    const strange = configured(folder, [api, { dockerfile: "services/jobs/Dockerfile" }]);
    expect(strange.stderr).toMatch(
      /"services\/jobs\/Dockerfile" is not one of those that were found.*\n {2}--dockerfile services\/api\/Dockerfile\n {2}--dockerfile services\/web\/Dockerfile\n/,
    );
    const flag = adopt(folder, "--port", "8081");
    expect(flag.stderr).toMatch(
      /^--port is said of one service, and there are several: say which one .*\n {2}--dockerfile services\/api\/Dockerfile\n/,
    );
    expect([strange.status, flag.status]).toEqual([2, 2]);
    expect(entries(folder)).toEqual(["monorepo"]);
  });

  test("that was adopted for one of them says how another one comes to it", () => {
    const folder = personsRepository("monorepo");
    expect(adopt(folder, "--dockerfile", "services/api/Dockerfile").status).toBe(0);
    const { status, stderr } = adopt(folder, "--dockerfile", "services/web/Dockerfile", "--port", "8081", "--health-path", "/healthz");
    expect(status).toBe(2);
    expect(stderr).toContain(
      "is a repository of a portfolio already, that of monorepo; for another service of it run there: npx create-devops-portfolio add service <name> --runtime container --app-repository monorepo --dockerfile <path>",
    );
    const more = ["--dockerfile=services/web/Dockerfile", "--build-context=services/web", "--port=8081", "--health-path=/healthz"];
    const added = command(["add", "service", "web", "--runtime=container", "--app-repository=monorepo", ...more], { cwd: folder });
    expect(added.status).toBe(0);
    expect(entries(folder)).toEqual(["devops-portfolio-project", "infra-k8s", "monorepo"]);
    expect(readFileSync(join(folder, ".github/workflows/portfolio.yaml"), "utf8")).toMatch(/^ {2}build-monorepo:[\s\S]*^ {2}build-web:/m);
  });
});

test("a folder that is called otherwise than its repository is said, with what to do", () => {
  const folder = personsRepository("go-net-http");
  sh(folder, "git remote add origin https://github.com/Ada-L/Greeter.git");
  const { status, stdout } = adopt(folder, "--dry-run");
  expect(status).toBe(0);
  expect(stdout).toContain(
    "Note: the repository is called Greeter and its folder go-net-http: rename the folder (mv go-net-http Greeter), or set APP_DIR=../go-net-http ",
  );
});

test("a file of the person's in the place of one that nothing needs stays, and the portfolio does without", () => {
  const folder = personsRepository("go-net-http");
  sh(folder, "mkdir .github && echo 'version: 2' >.github/dependabot.yaml && git add . && git commit -qm more");
  const { status, stdout } = adopt(folder);
  expect(status).toBe(0);
  expect(stdout).toContain("Not written, because you have one: .github/dependabot.yml.");
  expect(existsSync(join(folder, ".github/dependabot.yml"))).toBe(false);
  const [app] = repositoriesIn(join(folder, ".."), () => {}).filter(({ record }) => record.role === "app");
  expect(app?.record.options.own).toEqual([".github/dependabot.yml"]);
});

test("a repository without a Dockerfile gets one, where its files tell all that it needs", () => {
  const node = personsRepository("express-commonjs");
  sh(node, "git rm -q Dockerfile && git commit -qm 'No Dockerfile'");
  const { stdout } = adopt(node, "--health-path", "/api/health", "--dry-run");
  expect(stdout).toContain('+CMD ["node","src/server.js"]');
  const python = personsRepository("flask-factory");
  sh(python, "git rm -q Dockerfile && git commit -qm 'No Dockerfile'");
  const told = ["--health-path", "/healthz", "--port", "8000", "--dry-run"];
  expect(adopt(python, ...told).stderr).toContain("its files do not tell how it is started: say it with --start");
  expect(adopt(python, ...told, "--start", "gunicorn --bind 0.0.0.0:$PORT wsgi:app").stdout).toContain(
    '+CMD ["sh","-c","exec gunicorn --bind 0.0.0.0:$PORT wsgi:app"]',
  );
});

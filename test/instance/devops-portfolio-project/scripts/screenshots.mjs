#!/usr/bin/env node
// Takes pictures of the running portfolio with the Chromium of the system: the page of the service, Prometheus and Grafana.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { findBrowser, portfolio, root } from "./lib.mjs";

const PLAYWRIGHT = "playwright-core@1.57.0";
const USAGE = `Usage: node scripts/screenshots.mjs

Writes screenshots/*.png, shots.json (what, when, of which commit) and the gallery in README.md there. Addresses come from
APP_URL, PROMETHEUS_URL and GRAFANA_URL; for those that are not set, a port is forwarded with kubectl. A page that cannot
be reached is named and left out; without any page the exit code is 1. While ${portfolio.apps[0].name} runs with Docker Compose:

  APP_URL=http://localhost:${portfolio.apps[0].port} PROMETHEUS_URL=http://localhost:9090 GRAFANA_URL=http://localhost:3001 node scripts/screenshots.mjs

Environment:
  KUBE_CONTEXT                    the kubectl context, when it is not the current one
  GRAFANA_USER, GRAFANA_PASSWORD  to sign in to Grafana; otherwise they are read from its Secret
  CHROME_PATH                     the program of the browser
`;

if (process.argv.includes("--help")) {
  console.log(USAGE);
  process.exit(0);
}

const { apps, monitoring, repositories } = portfolio;
const folder = join(root, "screenshots");
const children = [];

// Each service, in the first environment.
const services = {
  ...Object.fromEntries(apps.map(({ name, namespace, port }, index) => [`app ${name}`, { url: index === 0 ? process.env.APP_URL : undefined, namespace, service: name, port }])),
  prometheus: { url: process.env.PROMETHEUS_URL, namespace: monitoring.namespace, service: monitoring.prometheus, port: 9090 },
  grafana: { url: process.env.GRAFANA_URL, namespace: monitoring.namespace, service: monitoring.grafana, port: 80 },
};
const pages = apps.flatMap(({ name, dashboard }) => {
  const [part, of] = apps.length > 1 ? [`-${name}`, ` of ${name}`] : ["", ""];
  return [
    { file: `application${part}.png`, service: `app ${name}`, path: "/", title: `The page of ${apps.length > 1 ? name : "the service"}` },
    { file: `targets${part}.png`, service: "prometheus", path: `/targets?search=${name}`, title: `The targets of Prometheus${apps.length > 1 ? ` in ${name}` : ""}` },
    { file: `alerts${part}.png`, service: "prometheus", path: `/alerts?search=${name}`, title: `The alerts${of}` },
    { file: `dashboard${part}.png`, service: "grafana", path: `/d/${dashboard}?kiosk`, title: `The dashboard${of}`, height: 2000 },
  ];
});

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`screenshots: ${error.message}`);
  process.exitCode = 1;
} finally {
  for (const child of children) child.kill();
}

async function main() {
  const { chromium } = playwright();
  const browser = await chromium.launch(findBrowser());
  const shots = [];
  try {
    for (const page of pages) {
      const shot = await take(browser, page).catch((error) =>
        console.error(`screenshots: left out ${page.file}: ${error.message.split("\n")[0]}`),
      );
      if (shot) shots.push(shot);
    }
  } finally {
    await browser.close();
  }
  if (shots.length === 0) throw new Error("no page could be reached");
  writeGallery(shots);
  return 0;
}

async function take(browser, { file, service, path, title, height = 900 }) {
  const address = await addressOf(services[service]);
  const context = await browser.newContext({ viewport: { width: 1280, height }, reducedMotion: "reduce" });
  try {
    if (service === "grafana") await signIn(context, address);
    const page = await context.newPage();
    const response = await page.goto(address + path, { timeout: 60_000 });
    if (!response?.ok()) throw new Error(`${path} answered ${response?.status()}`);
    // Until nothing is being loaded; a page that polls is never idle, and is as good as it gets after a while.
    await page.waitForLoadState("networkidle", { timeout: 20_000 }).catch(() => undefined);
    await page.screenshot({ path: join(folder, file), animations: "disabled" });
  } finally {
    await context.close();
  }
  console.log(`screenshots: took screenshots/${file}`);
  return { file, title, takenAt: new Date().toISOString() };
}

/** The given address, or a forwarded port: kubectl chooses a free one. */
async function addressOf(target) {
  if (target.url) return target.url.replace(/\/$/, "");
  target.forwarded ??= forward(target);
  return target.forwarded;
}

function forward({ namespace, service, port }) {
  const child = spawn("kubectl", [...kubeContext(), "port-forward", "-n", namespace, `service/${service}`, `:${port}`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let problem = "";
    child.stderr.on("data", (data) => (problem += data));
    child.stdout.on("data", (data) => {
      const [, local] = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(data) ?? [];
      if (local) resolve(`http://127.0.0.1:${local}`);
    });
    child.on("error", (error) => reject(new Error(`kubectl: ${error.message}`)));
    child.on("exit", () => reject(new Error(problem.trim().split("\n").pop() || `kubectl could not forward to ${service}`)));
  });
}

function kubeContext() {
  return process.env.KUBE_CONTEXT ? ["--context", process.env.KUBE_CONTEXT] : [];
}

/** A session of Grafana, where it wants one: that of Docker Compose shows itself to everybody. The password is never printed. */
async function signIn(context, address) {
  if ((await context.request.get(`${address}/api/search`)).ok()) return;
  const user = process.env.GRAFANA_USER ?? secret("admin-user");
  const password = process.env.GRAFANA_PASSWORD ?? secret("admin-password");
  const response = await context.request.post(`${address}/login`, { data: { user, password } });
  if (!response.ok()) throw new Error(`Grafana refused the login (${response.status()})`);
}

function secret(key) {
  const { status, stdout } = spawnSync("kubectl", [
    ...kubeContext(),
    "get",
    "secret",
    "-n",
    monitoring.namespace,
    monitoring.grafana,
    "-o",
    `jsonpath={.data.${key}}`,
  ]);
  if (status !== 0) throw new Error(`the Secret ${monitoring.grafana} cannot be read`);
  return Buffer.from(stdout.toString(), "base64").toString();
}

/** Installed once into the user's cache: this repository has no dependencies of its own. */
function playwright() {
  const prefix = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "portfolio-screenshots", PLAYWRIGHT);
  if (!existsSync(join(prefix, "node_modules/playwright-core"))) {
    mkdirSync(prefix, { recursive: true });
    const install = ["install", "--prefix", prefix, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", PLAYWRIGHT];
    const { status } = spawnSync("npm", install, { stdio: "inherit", shell: process.platform === "win32" });
    if (status !== 0) {
      rmSync(prefix, { recursive: true, force: true });
      throw new Error(`${PLAYWRIGHT} could not be installed`);
    }
  }
  return createRequire(join(prefix, "package.json"))("playwright-core");
}

/** The pictures that were not taken this time stay, with the time of theirs. */
function writeGallery(taken) {
  const file = join(folder, "shots.json");
  const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).shots : [];
  const commits = Object.fromEntries(
    repositories
      .map((name) => [name, commitOf(join(dirname(root), name))])
      .filter(([, commit]) => commit),
  );
  const latest = new Map([...before, ...taken.map((shot) => ({ ...shot, commits }))].map((shot) => [shot.file, shot]));
  const shots = pages.map((page) => latest.get(page.file)).filter((shot) => shot && existsSync(join(folder, shot.file)));
  writeFileSync(file, `${JSON.stringify({ shots }, null, 2)}\n`);

  const readme = join(folder, "README.md");
  const marker = /^<!-- gallery: .*-->$/m;
  const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
  const [line] = marker.exec(text) ?? [];
  if (!line) throw new Error("screenshots/README.md has no line <!-- gallery: … -->: the pictures were taken, the gallery was not written");
  writeFileSync(readme, `${text.slice(0, text.indexOf(line) + line.length)}\n${shots.map(entry).join("")}`);
}

function entry({ file, title, takenAt, commits }) {
  const of = Object.entries(commits ?? {}).map(([name, commit]) => `${name} at \`${commit.slice(0, 12)}\``);
  return `\n## ${title}\n\n![${title}](${file})\n\n${[`Taken on ${takenAt.slice(0, 10)}`, ...of].join(", ")}.\n`;
}

/** A hook, or a person with a dotfiles repository, has variables set that lead git to another repository. */
function commitOf(repository) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  const { status, stdout } = spawnSync("git", ["-C", repository, "rev-parse", "HEAD"], { env });
  return status === 0 ? stdout.toString().trim() : undefined;
}

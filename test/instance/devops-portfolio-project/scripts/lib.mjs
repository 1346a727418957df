// What the scripts beside it share: the names of this portfolio, the Chromium of the system, and the stamps of the diagrams.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const diagrams = join(root, "diagrams");
const file = join(diagrams, "stamps.json");

export const portfolio = {
  monitoring: {"namespace":"monitoring","prometheus":"monitoring-kube-prometheus-prometheus","grafana":"monitoring-grafana"},
  repositories: ["express-app","infra-k8s"],
  apps: [
    {"name":"express-app","namespace":"express-app","port":8080,"dashboard":"express-app"},
  ],
};

// So that nothing downloads a browser of its own.
const NAMES = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** The program, and the arguments that it needs here. */
export function findBrowser() {
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = process.env.CHROME_PATH ?? [...onPath, ...PLACES].find((file) => existsSync(file));
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error("No Chromium, Chrome or Edge found: install one, or set CHROME_PATH to its program");
  }
  // Chromium's sandbox does not work for root, nor with the AppArmor profile of hosted runners. Only our own pages are opened.
  const unsandboxed = process.env.CI || process.getuid?.() === 0;
  return { executablePath, args: unsandboxed ? ["--no-sandbox"] : [] };
}

// A stamp ties the rendered pictures to the source that they were rendered from.

/** Names of the diagrams, without extension. */
export const names = () =>
  readdirSync(diagrams)
    .filter((name) => name.endsWith(".mmd"))
    .map((name) => name.slice(0, -".mmd".length))
    .sort();

/** The source without comments: they do not change the picture. */
export const source = (name) => stripComments(readFileSync(join(diagrams, `${name}.mmd`), "utf8"));

/** Mermaid without its `%%` comments; a `%%{init}%%` directive stays. */
export const stripComments = (text) =>
  text
    .split(/\r?\n/)
    .filter((line) => !/^\s*%%(?!\{)/.test(line))
    .join("\n")
    .trim();

/** Of a diagram: for a light page, and for a dark one. */
export const pictures = (name) => ({ image: `${name}.png`, dark: `${name}-dark.png` });

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

export const readStamps = () => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

export const writeStamps = (stamps) => writeFileSync(file, `${JSON.stringify(stamps, null, 2)}\n`);

/** Of those that are there. */
export function stampOf(name) {
  const there = Object.entries(pictures(name)).filter(([, file]) => existsSync(join(diagrams, file)));
  const images = there.map(([variant, file]) => [variant, sha256(readFileSync(join(diagrams, file)))]);
  return { source: sha256(source(name)), ...Object.fromEntries(images) };
}

/** What is wrong with the pictures of a diagram: nothing when there are none yet, since GitHub draws the source itself. */
export function staleness(name, stamps = readStamps()) {
  const { source: now, ...images } = stampOf(name);
  const { source: then, ...known } = stamps[name] ?? {};
  if (!then) return Object.keys(images).length > 0 ? "the picture has no stamp" : undefined;
  if (now !== then) return "the source changed after the picture was rendered";
  for (const variant of Object.keys(pictures(name))) {
    if (known[variant] && !images[variant]) return "the picture is gone but its stamp is there";
    if (known[variant] !== images[variant]) return "the picture is not the one that was rendered";
  }
  return undefined;
}

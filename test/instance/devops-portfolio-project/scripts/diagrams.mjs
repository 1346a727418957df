#!/usr/bin/env node
// Renders diagrams/*.mmd to PNG, light and dark, with mermaid-cli and the Chromium of the system. Renders what is missing or stale; --force renders all.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagrams, findBrowser, names, pictures, readStamps, staleness, stampOf, writeStamps } from "./lib.mjs";

const RENDERER = "@mermaid-js/mermaid-cli@11.17.0";
// The colours of the page that they are shown on. Those of the nodes stand in the sources.
const STYLES = { image: { theme: "neutral", background: "#ffffff" }, dark: { theme: "dark", background: "#0d1117" } };

const force = process.argv.includes("--force");
const due = names().filter((name) => force || Object.values(pictures(name)).some((file) => !existsSync(join(diagrams, file))) || staleness(name));
if (due.length === 0) {
  console.log("diagrams: every picture is up to date");
  process.exit(0);
}

const scratch = mkdtempSync(join(tmpdir(), "diagrams-"));
try {
  writeFileSync(join(scratch, "browser.json"), JSON.stringify(findBrowser()));
  for (const [variant, { theme, background }] of Object.entries(STYLES))
    writeFileSync(join(scratch, `${variant}.json`), JSON.stringify({ theme, themeVariables: { edgeLabelBackground: background } }));
  const stamps = readStamps();
  for (const name of due) {
    for (const [variant, picture] of Object.entries(pictures(name))) {
      render(name, picture, variant);
      console.log(`diagrams: rendered diagrams/${picture}`);
    }
    stamps[name] = stampOf(name);
  }
  // In the order of the names, and without those whose source is gone.
  writeStamps(
    Object.fromEntries(
      names()
        .filter((name) => stamps[name])
        .map((name) => [name, stamps[name]]),
    ),
  );
} catch (error) {
  console.error(`diagrams: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function render(name, picture, variant) {
  const options = ["--puppeteerConfigFile", join(scratch, "browser.json"), "--configFile", join(scratch, `${variant}.json`)];
  // A page that is wider than any diagram, so that none is shrunk to fit, and two pixels a point for sharp text.
  const look = ["--width", "3000", "--scale", "2", "--backgroundColor", STYLES[variant].background];
  const command = [
    "--yes",
    "--package",
    RENDERER,
    "mmdc",
    "--quiet",
    ...options,
    ...look,
    "--input",
    `${name}.mmd`,
    "--output",
    picture,
  ];
  // Install scripts are off: the one of puppeteer would download a browser.
  const env = { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "true", npm_config_ignore_scripts: "true", npm_config_loglevel: "error" };
  const { status, error } = spawnSync("npx", command, { cwd: diagrams, env, stdio: "inherit", shell: process.platform === "win32" });
  if (error || status !== 0) throw new Error(`${name}.mmd could not be rendered${error ? `: ${error.message}` : ""}`);
}

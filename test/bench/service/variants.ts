import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildNodeApp, installPythonApp } from "../../conformance/apps";
import type { Program } from "../../conformance/start-process";
import { cache } from "../peers";

/** A generated app, and the same without metrics and logs. */
export interface Variants {
  readonly whole: Program;
  readonly bare: Program;
}

export function expressVariants(): Variants {
  const app = buildNodeApp("express");
  const whole = {
    ...app,
    command: node24(),
    // From the start as large as the image lets it become: the young generation grows by chance and hides what the app keeps.
    args: ["--min-semi-space-size=16", ...app.args],
    environment: { NODE_ENV: "production" }, // as in the image
  };
  cpSync(join(__dirname, "express-baseline.mjs"), join(whole.cwd, "express-baseline.mjs"));
  return { whole, bare: { ...whole, args: [...whole.args.slice(0, -1), "express-baseline.mjs"] } };
}

export function flaskVariants(): Variants {
  const whole = installPythonApp("flask");
  cpSync(join(__dirname, "flask_baseline.py"), join(whole.cwd, "flask_baseline.py"));
  return {
    whole,
    bare: { ...whole, args: [...whole.args, "flask_baseline:create_app()"], environment: { LOG_LEVEL: "silent" } },
  };
}

/** The Node of the image, installed once; our own where there is no package of it. */
function node24(): string {
  if (process.platform !== "linux") return process.execPath;
  const name = `node-linux-${process.arch}`;
  const folder = join(cache, "node");
  const node = join(folder, "node_modules", name, "bin/node");
  if (existsSync(node)) return node;
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  try {
    writeFileSync(join(aside, "package.json"), "{}");
    execFileSync("npm", ["install", "--no-audit", "--no-fund", `${name}@24`], { cwd: aside, stdio: ["ignore", "ignore", "inherit"] });
    renameSync(aside, folder);
    return node;
  } catch {
    console.error(`No Node 24 (${name}): measuring with ${process.version}`);
    return process.execPath;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** What the workflows of a repository expect to find at GitHub. */
export interface WorkflowNeeds {
  readonly environments: readonly string[];
  readonly secrets: readonly string[];
}

const FOLDER = ".github/workflows";

export function needsOf(repository: string): WorkflowNeeds {
  const workflows = workflowFiles(repository).flatMap((file) => readWorkflow(readFileSync(file, "utf8")));
  const environments = workflows.flatMap(({ jobs }) => jobs.map(environmentOf));
  const secrets = workflows.flatMap(({ text }) => [...text.matchAll(/\bsecrets\.([A-Za-z0-9_]+)/g)].map(([, name]) => name));
  return {
    environments: unique(environments.filter((name) => name !== undefined)),
    secrets: unique(secrets).filter((name) => name !== "GITHUB_TOKEN"),
  };
}

interface Job {
  readonly environment?: unknown;
}

/** Nothing of one that is no YAML, or no workflow: GitHub does not run it either. */
function readWorkflow(text: string): { text: string; jobs: readonly Job[] }[] {
  try {
    const jobs: readonly unknown[] = Object.values(parse(text, { logLevel: "error" }).jobs);
    return [{ text, jobs: jobs.filter((job) => typeof job === "object" && job !== null) }];
  } catch {
    return [];
  }
}

/** One whose name is only known when it runs is made when it runs. */
function environmentOf({ environment }: Job): string | undefined {
  const name = typeof environment === "object" && environment !== null ? (environment as { name?: unknown }).name : environment;
  return (typeof name === "string" && !name.includes("${{")) || typeof name === "number" ? String(name) : undefined;
}

function workflowFiles(repository: string): string[] {
  try {
    const names = readdirSync(join(repository, FOLDER)).filter((name) => /\.ya?ml$/.test(name));
    return names.sort().map((name) => join(repository, FOLDER, name));
  } catch {
    return []; // none
  }
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

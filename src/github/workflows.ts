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
  const texts = workflowFiles(repository).map((file) => readFileSync(file, "utf8"));
  const environments = texts.flatMap((text) => Object.values<Job>(parse(text)?.jobs ?? {}).map(environmentOf));
  const secrets = texts.flatMap((text) => [...text.matchAll(/\bsecrets\.([A-Za-z0-9_]+)/g)].map(([, name]) => name));
  return {
    environments: unique(environments.filter((name) => name !== undefined)),
    secrets: unique(secrets).filter((name) => name !== "GITHUB_TOKEN"),
  };
}

interface Job {
  readonly environment?: string | { readonly name?: string };
}

/** One whose name is only known when it runs is made when it runs. */
function environmentOf({ environment }: Job): string | undefined {
  const name = typeof environment === "object" ? environment.name : environment;
  return name?.includes("${{") ? undefined : name;
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

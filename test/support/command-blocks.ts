import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { sh, walk } from "./command";
import type { Generated } from "./portfolio";

/** A command block of the generated Markdown that carries `<!-- run: id [in app|infra|docs] [cluster] [background] -->`. */
export interface CommandBlock {
  readonly id: string;
  /** Folder in which it runs. */
  readonly cwd: string;
  readonly script: string;
  /** Whether it needs the deployed portfolio. */
  readonly cluster: boolean;
  /** Whether it runs until it is ended, such as a port-forward. */
  readonly background: boolean;
  /** Where it stands: `devops-portfolio-project/README.md:64`. */
  readonly place: string;
}

const BLOCK = /^([ ]*)<!-- run: ([a-z0-9-]+)(?: in (app|infra|docs))?((?: (?:cluster|background))*) -->\n+\1```sh\n([\s\S]*?)^\1```$/gm;

/** Every block of the three repositories that a test can run. Its text is what runs, so that the two cannot differ. */
export function commandBlocks(generated: Generated): CommandBlock[] {
  return (["app", "infra", "docs"] as const).flatMap((home) =>
    walk(generated[home])
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) => {
        const text = readFileSync(file, "utf8");
        return [...text.matchAll(BLOCK)].map(([, indent, id, repository, flags, script]) => ({
          id,
          cwd: generated[(repository as typeof home | undefined) ?? home],
          script: script.replace(new RegExp(`^${indent}`, "gm"), ""),
          cluster: flags.includes("cluster"),
          background: flags.includes("background"),
          place: `${relative(generated.root, file)}:${lineOf(text, text.indexOf(`run: ${id}`))}`,
        }));
      }),
  );
}

/** The block of an id, of which there is exactly one in a repository. */
export function commandBlock(generated: Generated, id: string, home?: "app" | "infra" | "docs"): CommandBlock {
  const found = commandBlocks(generated).filter(
    (block) => block.id === id && (!home || block.place.startsWith(`${relative(generated.root, generated[home])}/`)),
  );
  if (found.length !== 1) throw new Error(`${found.length} command blocks are called ${id}: ${found.map(({ place }) => place).join(", ")}`);
  return found[0];
}

/** Runs a block as a reader would paste it: line after line, stopping at the first that fails. */
export function runBlock({ cwd, script }: CommandBlock, env: NodeJS.ProcessEnv = {}): string {
  // A reader says yes when npx offers to fetch projen.
  return sh(cwd, `set -e\n${script}`, { npm_config_yes: "true", ...env });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

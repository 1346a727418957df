import { dirname, join, resolve } from "node:path";
import { createJiti } from "jiti";
import { PortfolioError } from "../portfolio/problems";

const RC = resolve(".projenrc.ts");

/**
 * Runs `.projenrc.ts` of a repository: the default task of `npx projen`. The three packages that it may import are this
 * package's own copies, so that they are the same classes.
 */
async function synth(): Promise<void> {
  const folder = (name: string) => dirname(require.resolve(`${name}/package.json`));
  const alias = {
    "create-devops-portfolio": join(__dirname, "..", "index.js"),
    projen: folder("projen"),
    constructs: folder("constructs"),
  };
  await createJiti(__filename, { alias, fsCache: false }).import(RC);
}

synth().catch((error: Error) => {
  const text = error instanceof PortfolioError ? error.message : error.message || String(error);
  process.stderr.write(`${positionIn(error)}: ${text.split("\n").join("\n  ")}\n`);
  process.exitCode = 1;
});

/** Where in `.projenrc.ts` an error comes from. */
function positionIn(error: Error): string {
  const frame = error.stack?.split("\n").find((line) => line.includes(RC));
  const position = frame && /:(\d+):\d+\)?$/.exec(frame)?.[1];
  return position ? `.projenrc.ts:${position}` : ".projenrc.ts";
}

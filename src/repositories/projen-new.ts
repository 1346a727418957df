import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { PortfolioError } from "../portfolio/problems";
import { flatOptionNames, optionsSchema } from "../portfolio/schema";
import { Failure } from "../usage-error";

/**
 * `projen new --from` installs packages into the folder of the new repository. Neither package.json nor node_modules may
 * stay there: the app has a package.json of its own, the other repositories none, and the first commit takes everything.
 */
export class ProjenNew {
  private readonly modules: string;

  constructor(private readonly folder: string) {
    this.modules = join(folder, "node_modules");
    const manifest = join(folder, "package.json");
    if (!existsSync(manifest) || !isOnlyInstallation(readFileSync(manifest, "utf8"))) return;
    rmSync(manifest);
    process.once("exit", () => rmSync(this.modules, { recursive: true, force: true }));
  }

  /** The options as typed, resolved. */
  resolve(options: PortfolioOptions): Portfolio {
    return this.said(() => resolvePortfolio({ ...options, ...typedFractions(options, process.argv) }));
  }

  /** A wrong option or a file that is in the way is no defect of the program: it is said without a stack. */
  said<Result>(use: () => Result): Result {
    try {
      return use();
    } catch (error) {
      if (!(error instanceof PortfolioError || error instanceof Failure)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exit(2);
    }
  }

  /** Where `npx projen` looks for these packages. */
  moveInstallation(): void {
    const home = join(this.folder, ".projen/node_modules");
    if (existsSync(this.modules) && !existsSync(home)) renameSync(this.modules, home);
  }
}

/** Whether a package.json says nothing but what projen installed. */
function isOnlyInstallation(manifest: string): boolean {
  const { devDependencies = {}, ...rest } = JSON.parse(manifest);
  const names = Object.keys(devDependencies);
  return Object.keys(rest).length === 0 && names.every((name) => ["create-devops-portfolio", "projen", "constructs"].includes(name));
}

/** projen cuts every number to a whole one: 99.95 arrives as 99. */
function typedFractions(options: PortfolioOptions, argv: readonly string[]): Partial<Record<string, number>> {
  const fractional = flatOptionNames.filter((name) => optionsSchema.properties[name].type === "number" && options[name] !== undefined);
  const typed = fractional.map((name) => {
    const flags = [name, name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)].map((flag) => `--${flag}`);
    const words = argv.flatMap((word) => word.split("=", 2));
    return [name, Number(words[words.findIndex((word) => flags.includes(word)) + 1])] as const;
  });
  return Object.fromEntries(typed.filter(([name, value]) => Math.trunc(value) === options[name]));
}

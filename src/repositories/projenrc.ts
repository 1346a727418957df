import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "projen/lib/project";
import { ProjenrcFile } from "projen/lib/projenrc";
import type { ResolvedOptions } from "../portfolio/portfolio";
import { optionNames } from "../portfolio/schema";

/** `.projenrc.ts`: the options of the repository as code. Written once, then the user's. */
export class Projenrc extends ProjenrcFile {
  public readonly filePath = ".projenrc.ts";

  constructor(
    project: Project,
    private readonly options: Readonly<ResolvedOptions>,
  ) {
    super(project);
  }

  public override synthesize(): void {
    const file = join(this.project.outdir, this.filePath);
    if (!existsSync(file)) writeFileSync(file, renderProjenrc(this.project.constructor.name, this.options));
  }
}

export function renderProjenrc(className: string, options: Readonly<ResolvedOptions>): string {
  return `import { ${className} } from "create-devops-portfolio";

const project = new ${className}(${renderOptions(options)});

project.synth();
`;
}

/** The canonical literal of the options. `sync` replaces a literal only while it still reads like this. */
export function renderOptions(options: Readonly<ResolvedOptions>): string {
  const lines = optionNames.filter((name) => options[name] !== undefined).map((name) => `  ${name}: ${literal(options[name])},`);
  return `{\n${lines.join("\n")}\n}`;
}

function literal(value: unknown): string {
  return Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]` : JSON.stringify(value);
}

import type { Project } from "projen/lib/project";
import { ProjenrcFile } from "projen/lib/projenrc";
import type { Seeds } from "../files/render-tree";
import type { TreeFile } from "../files/tree";
import type { ResolvedOptions } from "../portfolio/portfolio";
import { optionNames } from "../portfolio/schema";

/** `.projenrc.ts`: the options of the repository as code. Written once, then the user's. */
export class Projenrc extends ProjenrcFile implements Seeds {
  public readonly filePath = ".projenrc.ts";

  constructor(
    project: Project,
    private readonly options: Readonly<ResolvedOptions>,
  ) {
    super(project);
  }

  public seed(): readonly [string, TreeFile] {
    const content = renderProjenrc(this.project.constructor.name, this.options);
    return [this.filePath, { content, executable: false, ownership: "seeded" }];
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

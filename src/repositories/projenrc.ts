import type { Project } from "projen/lib/project";
import { ProjenrcFile } from "projen/lib/projenrc";
import type { Seeds } from "../files/render-tree";
import { PROJENRC, type TreeFile } from "../files/tree";
import type { ResolvedOptions } from "../portfolio/portfolio";
import { servicesOf } from "../portfolio/resolved-options";
import { optionNames } from "../portfolio/schema";
import { DECLARATIONS } from "./declarations";
import type { Role } from "./record";

/** As `index.ts` exports them: a bundler may give a class itself another name. */
export const classNames: Readonly<Record<Role, string>> = { app: "AppRepository", infra: "InfraRepository", docs: "DocsRepository" };

/** `.projenrc.ts`: the options of the repository as code. Written once, then the user's. */
export class Projenrc extends ProjenrcFile implements Seeds {
  public readonly filePath = PROJENRC;

  constructor(
    project: Project,
    private readonly role: Role,
    private readonly options: ResolvedOptions,
    private readonly service?: string,
  ) {
    super(project);
  }

  public seed(): readonly [string, TreeFile] {
    const content = renderProjenrc(this.role, this.options, this.service);
    return [this.filePath, { content, executable: false, ownership: "seeded" }];
  }
}

const REFERENCE = `/// <reference path="${DECLARATIONS}" />\n`;

/** Whether a `.projenrc.ts` makes the repository with these options and does no more; former versions had no line for editors. */
export function isPlainProjenrc(source: string, role: Role, options: ResolvedOptions, service?: string): boolean {
  const plain = renderProjenrc(role, options, service);
  return source === plain || REFERENCE + source === plain;
}

/** The repository of a person's own app gets as few files as there can be. */
function hasDeclarations(role: Role, options: ResolvedOptions, service?: string): boolean {
  const services = servicesOf(options);
  return role !== "app" || (services.find(({ name }) => name === service) ?? services[0])?.runtime !== "container";
}

/** @param service of an app repository that is not the first service's */
export function renderProjenrc(role: Role, options: ResolvedOptions, service?: string): string {
  const className = classNames[role];
  const literal = renderOptions(options);
  const repository =
    service === undefined ? `new ${className}(${literal})` : `${className}.forService(${literal}, ${JSON.stringify(service)})`;
  return `${hasDeclarations(role, options, service) ? REFERENCE : ""}import { ${className} } from "create-devops-portfolio";

const project = ${repository};

project.synth();
`;
}

/** The canonical literal of the options. `sync` replaces a literal only while it still reads like this. */
export function renderOptions(options: ResolvedOptions): string {
  const lines = optionNames.filter((name) => options[name] !== undefined).map((name) => `  ${name}: ${renderValue(options[name])},`);
  return `{\n${lines.join("\n")}\n}`;
}

/** A list of services or environments has a line for each. */
export function renderValue(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  if (value.every((item) => typeof item !== "object")) return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  return `[\n${value.map((item) => `    ${renderItem(item)},\n`).join("")}  ]`;
}

export function renderItem(item: object): string {
  const entries = Object.entries(item).map(([name, value]) => `${name}: ${renderValue(value)}`);
  return `{ ${entries.join(", ")} }`;
}

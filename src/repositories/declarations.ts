import { type OptionSchema, optionsSchema } from "../portfolio/schema";

/** Where a repository keeps them: found by an editor before anything is installed. */
export const DECLARATIONS = ".projen/create-devops-portfolio.d.ts";

interface ObjectSchema {
  readonly properties: Readonly<Record<string, OptionSchema>>;
  readonly required?: readonly string[];
}

/** What `.projenrc.ts` may import, for editors: options with their descriptions, made from their schema. */
export function renderDeclarations(): string {
  return `// What .projenrc.ts may say, for editors and for tsc; npx projen itself checks the options again, and says more.
declare module "create-devops-portfolio" {
  export interface PortfolioOptions ${interfaceOf(optionsSchema, "  ")}

  abstract class Repository {
    constructor(options: PortfolioOptions);
    /** Adds managed files from a folder of your own templates, laid out like the repository. */
    addTemplates(folder: string): void;
    /** Sets a value in a managed YAML or JSON file, or adds it; \`key\` is the keys down to it, with dots between. */
    setValue(file: string, key: string, value: unknown): void;
    /** Removes a value, or an item of a list, from a managed YAML or JSON file. */
    removeValue(file: string, key: string): void;
    /** Adds an item to a list in a managed YAML or JSON file, before another one or at the end. */
    addItem(file: string, key: string, item: unknown, before?: string): void;
    /** Replaces text in a managed file, wherever it stands there. */
    replaceText(file: string, search: string, replacement: string): void;
    /** Leaves out a file, or all files of a folder. */
    removeFiles(path: string): void;
    /** Writes what the options say: the last line of .projenrc.ts. */
    synth(): void;
    /** What every project of projen has: https://projen.io/docs/api/projen#project- */
    [ofProjen: string]: any;
  }

  export class AppRepository extends Repository {
    /** The repository of one of several services. */
    static forService(options: PortfolioOptions, service: string): AppRepository;
  }
  export class InfraRepository extends Repository {}
  export class DocsRepository extends Repository {}
}

declare module "projen";
declare module "projen/*";
declare module "constructs";
`;
}

function interfaceOf({ properties, required = [] }: ObjectSchema, indent: string): string {
  const members = Object.entries(properties).map(([name, schema]) => {
    const said = [schema.description, ...facts(schema)].join(" ").replaceAll("*/", "* /");
    return `${indent}  /** ${said} */\n${indent}  readonly ${name}${required.includes(name) ? "" : "?"}: ${typeOf(schema, `${indent}  `)};\n`;
  });
  return `{\n${members.join("")}${indent}}`;
}

function facts({ allowed, derivedDefault, default: value, minimum, maximum }: OptionSchema): string[] {
  const standard = derivedDefault ?? (value === undefined ? undefined : JSON.stringify(value));
  return [
    ...(allowed ? [`Allowed: ${allowed}.`] : []),
    ...(minimum !== undefined && maximum !== undefined ? [`From ${minimum} to ${maximum}.`] : []),
    ...(standard === undefined ? [] : [`Default: ${standard}.`]),
  ];
}

function typeOf({ type, enum: values, items }: OptionSchema, indent: string): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (type === "array") {
    if (items?.properties) return `readonly ${interfaceOf(items as ObjectSchema, indent)}[]`;
    return `readonly ${items?.enum ? `(${items.enum.map((value) => JSON.stringify(value)).join(" | ")})` : "string"}[]`;
  }
  return type === "integer" ? "number" : type;
}

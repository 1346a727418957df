import type { SourceFile } from "../workspace/repository";
import type { Place } from "../workspace/yaml";
import { placeAt, placeOf, type ServiceFiles } from "./service-files";

export interface Dependency {
  /** In lower case; Python's with hyphens; of Go the module, of Java the artifact. */
  readonly name: string;
  /** Needed for development only. */
  readonly development: boolean;
  readonly place: Place;
}

export const MANIFESTS = {
  node: ["package.json"],
  python: ["pyproject.toml", "requirements.txt", "Pipfile", "setup.py", "setup.cfg"],
  go: ["go.mod"],
  java: ["pom.xml", "build.gradle", "build.gradle.kts"],
} as const;

export const LOCKS = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "uv.lock",
  "poetry.lock",
  "Pipfile.lock",
  "go.sum",
];

/** What the manifests of a service name. */
export function dependenciesOf(service: ServiceFiles): Dependency[] {
  const requirements = service.repository
    .under(service.folder)
    .filter((file) => /^(requirements\/)?[\w.-]*\.(txt|in)$/.test(service.within(file)) && /requirements/.test(service.within(file)));
  return [
    ...withFile(service.file("package.json"), fromPackageJson),
    ...requirements.flatMap(fromRequirements),
    ...withFile(service.file("pyproject.toml"), fromPyproject),
    ...withFile(service.file("Pipfile"), fromPipfile),
    ...withFile(service.file("go.mod"), fromGoMod),
    ...withFile(service.file("pom.xml"), fromPom),
    ...withFile(service.first("build.gradle", "build.gradle.kts"), fromGradle),
  ];
}

const withFile = <T>(file: SourceFile | undefined, read: (file: SourceFile) => T[]): T[] => (file ? read(file) : []);

/** The scripts and dependencies of a package.json; nothing of one that is no JSON. */
export function packageJson(file: SourceFile | undefined): Readonly<Record<string, Record<string, unknown> | undefined>> {
  try {
    const value: unknown = JSON.parse(file?.text ?? "");
    return value !== null && typeof value === "object" ? (value as Record<string, Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function fromPackageJson(file: SourceFile): Dependency[] {
  const { dependencies = {}, devDependencies = {} } = packageJson(file);
  const read = (names: object | null, development: boolean) =>
    Object.keys(names ?? {}).map((name) => ({ name: name.toLowerCase(), development, place: placeOf(file, `${JSON.stringify(name)}:`) }));
  return [...read(dependencies, false), ...read(devDependencies, true)];
}

const pythonName = (name: string): string => name.toLowerCase().replace(/[._]+/g, "-");

function fromRequirements(file: SourceFile): Dependency[] {
  const development = /dev|test|lint|docs|ci/.test(file.path.replace(/requirements/g, ""));
  return file.lines.flatMap((text, at) => {
    const name = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@].*|#.*|\\)?$/.exec(text)?.[1];
    return name && !isForAnother(file.lines, at) ? [{ name: pythonName(name), development, place: { file, line: at + 1 } }] : [];
  });
}

/** pip-compile says for the sake of what a package is there: of a list, or of other packages only. */
function isForAnother(lines: readonly string[], at: number): boolean {
  let text = /#\s*via\b.*/.exec(lines[at]!)?.[0] ?? "";
  for (let next = at + 1; /^\s+(#|--hash)|\\$/.test(lines[next] ?? "") && next < at + 200; next++) text += ` ${lines[next]!.trim()}`;
  return /#\s*via\b/.test(text) && !/(^|\s)-[rc]\s|\(pyproject\.toml\)|\(setup\.(py|cfg)\)/.test(text);
}

/** Lists of requirements by their key, and Poetry's tables. */
function fromPyproject(file: SourceFile): Dependency[] {
  const { text } = file;
  const lists = [...text.matchAll(/^["']?([\w.-]+)["']?\s*=\s*\[((?:\s*(?:#[^\n]*|"[^"\n]*"|'[^'\n]*'|\{[^}\n]*\}|,))*)\s*\]/gm)];
  const listed = lists.flatMap((match) => {
    const table = [...text.slice(0, match.index).matchAll(/^\[([^\]\n]+)\]/gm)].at(-1)?.[1] ?? "";
    const development = table !== "project" || match[1] !== "dependencies";
    if (development && !/^(dependency-groups|project\.optional-dependencies|tool\.uv)$/.test(table)) return [];
    const start = match.index + match[0].indexOf("[");
    return [...match[2]!.replace(/#[^\n]*/g, (comment) => " ".repeat(comment.length)).matchAll(/["']\s*([A-Za-z0-9][\w.-]*)/g)].map(
      (item) => ({
        name: pythonName(item[1]!),
        development,
        place: placeAt(file, start + 1 + item.index),
      }),
    );
  });
  const tables = [...text.matchAll(/^\[tool\.poetry\.(?:group\.([\w-]+)\.)?(dev-)?dependencies\]\n((?:(?!\[)[^\n]*\n?)*)/gm)];
  const poetry = tables.flatMap((match) =>
    keysOf(file, match[3]!, match.index + match[0].indexOf("\n") + 1, Boolean(match[1] ?? match[2])),
  );
  return [...listed, ...poetry];
}

function fromPipfile(file: SourceFile): Dependency[] {
  const tables = [...file.text.matchAll(/^\[(packages|dev-packages)\]\n((?:(?!\[)[^\n]*\n?)*)/gm)];
  return tables.flatMap((match) => keysOf(file, match[2]!, match.index + match[0].indexOf("\n") + 1, match[1] !== "packages"));
}

function keysOf(file: SourceFile, table: string, offset: number, development: boolean): Dependency[] {
  return [...table.matchAll(/^["']?([A-Za-z0-9][\w.-]*)["']?\s*=/gm)].map((match) => ({
    name: pythonName(match[1]!),
    development,
    place: placeAt(file, offset + match.index),
  }));
}

function fromGoMod(file: SourceFile): Dependency[] {
  return file.lines.flatMap((text, at) => {
    const [, name, rest] = /^(?:require\s+|\s+)([\w.-]+\.[\w./-]+)\s+v\S+(.*)$/.exec(text) ?? [];
    return name && !rest!.includes("// indirect") ? [{ name: name.toLowerCase(), development: false, place: { file, line: at + 1 } }] : [];
  });
}

/** Not those that a plugin needs or that are only managed. */
function fromPom(file: SourceFile): Dependency[] {
  const blank = (block: string) => block.replace(/[^\n]/g, " ");
  const text = file.text
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/<(dependencyManagement|plugins|profiles|exclusions)>(?:(?!<\1>)[\s\S])*?<\/\1>/g, blank);
  return [...text.matchAll(/<dependency>((?:(?!<dependency>)[\s\S])*?)<\/dependency>/g)].flatMap((match) => {
    const name = /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/.exec(match[1]!)?.[1];
    const development = /<scope>\s*(test|provided)\s*<\/scope>/.test(match[1]!);
    return name ? [{ name, development, place: placeAt(file, match.index + match[0].indexOf("<artifactId>")) }] : [];
  });
}

function fromGradle(file: SourceFile): Dependency[] {
  return file.lines.flatMap((text, at) => {
    const [, configuration, name] = /^\s*(\w+)\s*\(?\s*["'][\w.-]+:([\w.-]+)(?::[^"']*)?["']/.exec(text) ?? [];
    return name ? [{ name, development: /^test|^annotation|^compileOnly/.test(configuration!), place: { file, line: at + 1 } }] : [];
  });
}

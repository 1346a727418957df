import { versions } from "../versions";
import { Repository } from "../workspace/repository";
import { wordsOf } from "../workspace/shell";
import { packageJson } from "./dependencies";
import type { DetectedService } from "./detect";
import { locksOfNode } from "./package-managers";
import { ServiceFiles } from "./service-files";

/** What a Dockerfile needs to know that is written for a service which has none: the folder of the template, and what it has in scope. */
export interface DockerfileOffer {
  readonly template: "node" | "python" | "go" | "java";
  readonly scope: Readonly<Record<string, unknown>>;
}

/** What keeps a Dockerfile from being written, as the end of a sentence. */
export interface NoOffer {
  readonly because: string;
}

interface Answers {
  readonly language: unknown;
  readonly port: unknown;
  /** The command that starts the service. */
  readonly start?: string;
}

/** A Dockerfile for a service that has none, where its files tell all that it needs. */
export function offerFor(root: string, service: DetectedService, { language, port, start }: Answers): DockerfileOffer | NoOffer {
  const files = new ServiceFiles(new Repository(root, ""), service.folder, undefined);
  const version = service.facts.languageVersion?.value;
  const common = { port: port ?? "", version }; // a worker has none
  if (language === "go") return withScope("go", common, goScope(files));
  if (language === "java") return withScope("java", common, javaScope(files, version));
  const command = commandOf(start ?? service.facts.start?.value);
  if (language !== "node" && language !== "python") return { because: "there is none for its language" };
  if (!command) return { because: "its files do not tell how it is started: say it with --start" };
  const scope = language === "node" ? nodeScope(files) : pythonScope(files);
  return withScope(language, { ...common, command }, scope);
}

function withScope(template: DockerfileOffer["template"], common: object, scope: object | NoOffer): DockerfileOffer | NoOffer {
  return "because" in scope ? scope : { template, scope: { ...scope, ...definedOf(common) } };
}

function definedOf(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A shell is needed only for what is filled in when it starts. */
function commandOf(start: string | number | undefined): readonly string[] | undefined {
  if (start === undefined) return undefined;
  return /[$&|;]/.test(String(start)) ? ["sh", "-c", `exec ${start}`] : wordsOf(String(start));
}

function nodeScope(files: ServiceFiles): object | NoOffer {
  if (locksOfNode(files).some(({ manager }) => manager === "bun")) return { because: "there is none for Bun" };
  const { scripts } = packageJson(files.file("package.json"));
  const build = typeof scripts?.build === "string";
  const with_ = (manager: string, lock: string | undefined, install: string, prune: string) => ({
    version: versions.node,
    manifests: ["package.json", ...(lock ? [lock] : [])],
    install,
    prune,
    build: build ? `${manager} run build` : "",
  });
  if (files.file("pnpm-lock.yaml"))
    return with_("pnpm", "pnpm-lock.yaml", "corepack enable && pnpm install --frozen-lockfile", "CI=true pnpm prune --prod");
  if (locksOfNode(files).some(({ install }) => install.includes("--immutable"))) return { because: "there is none for Yarn 2 and newer" };
  if (files.file("yarn.lock"))
    return with_("yarn", "yarn.lock", "yarn install --frozen-lockfile", "yarn install --frozen-lockfile --production");
  const lock = files.file("package-lock.json") ? "package-lock.json" : undefined;
  return with_("npm", lock, lock ? "npm ci" : "npm install", "npm prune --omit=dev");
}

function pythonScope(files: ServiceFiles): object {
  const base = { version: pythonFor(files), environment: "", finish: "" };
  if (files.file("uv.lock"))
    return {
      ...base,
      manifests: ["pyproject.toml", "uv.lock"],
      environment: " UV_PROJECT_ENVIRONMENT=/venv",
      install: "/usr/local/bin/pip install uv && /usr/local/bin/uv sync --frozen --no-dev --no-install-project",
      finish: "/usr/local/bin/uv sync --frozen --no-dev",
    };
  if (files.file("poetry.lock"))
    return {
      ...base,
      manifests: ["pyproject.toml", "poetry.lock"],
      install: "/usr/local/bin/pip install poetry && /usr/local/bin/poetry install --only main --no-root --no-interaction",
    };
  if (files.file("requirements.txt"))
    return { ...base, manifests: ["requirements.txt"], install: "pip install --no-cache-dir --requirement requirements.txt" };
  const [list] = ["requirements/production.txt", "requirements/prod.txt", "requirements/base.txt"].filter((path) => files.file(path));
  return { ...base, manifests: [], install: list ? `pip install --no-cache-dir --requirement ${list}` : "pip install --no-cache-dir ." };
}

/** The newest that the project takes, and CI sets up. */
function pythonFor(files: ServiceFiles): string {
  const text = files.file("pyproject.toml")?.text ?? "";
  const required = /^(?:requires-python|python)\s*=\s*["']([^"']*)["']/m.exec(text)?.[1] ?? "";
  const minor = (pattern: RegExp): number | undefined => {
    const found = pattern.exec(required)?.slice(1).find(Boolean);
    return found === undefined ? undefined : Number(found);
  };
  const exact = minor(/^\s*(?:===?|~(?!=))?\s*3\.(\d+)|~=\s*3\.(\d+)\.\d/);
  const newest = Number(versions.python.split(".")[1]);
  const below = minor(/<\s*3\.(\d+)/) ?? Number.POSITIVE_INFINITY;
  const least = minor(/(?:>=|~=|\^|~)\s*3\.(\d+)/) ?? 0;
  return `3.${exact ?? Math.max(least, Math.min(newest, below - 1))}`;
}

function goScope(files: ServiceFiles): object | NoOffer {
  const mains = files.sources.filter((file) => file.name.endsWith(".go") && /^package main\b/m.test(files.code(file)));
  const folders = [...new Set(mains.map((file) => files.within(file).split("/").slice(0, -1).join("/")))];
  if (folders.length !== 1)
    return { because: folders.length === 0 ? "no package main was found" : `there are several programs (${folders.join(", ")})` };
  const version = /^go (\d+\.\d+)/m.exec(files.file("go.mod")?.text ?? "")?.[1] ?? "1";
  return { version, manifests: ["go.mod", ...(files.file("go.sum") ? ["go.sum"] : [])], main: folders[0] ? `./${folders[0]}` : "." };
}

function javaScope(files: ServiceFiles, known: string | number | undefined): object | NoOffer {
  const pom = files.file("pom.xml");
  const gradle = files.first("build.gradle", "build.gradle.kts");
  const told =
    /<(?:java\.version|maven\.compiler\.release)>(?:1\.)?(\d+)</.exec(pom?.text ?? "")?.[1] ??
    /JavaLanguageVersion\.of\((\d+)\)|JavaVersion\.VERSION_(\d+)/
      .exec(gradle?.text ?? "")
      ?.slice(1)
      .find(Boolean);
  const version = String(known ?? told ?? "21");
  if (pom)
    return {
      version,
      image: `maven:3.9-eclipse-temurin-${version}`,
      cache: "/root/.m2",
      build: "mvn --batch-mode --quiet package -DskipTests",
      output: "target",
    };
  if (!gradle) return { because: "there is neither a pom.xml nor a build.gradle" };
  const wrapper = files.file("gradlew") !== undefined;
  return {
    version,
    image: wrapper ? `eclipse-temurin:${version}-jdk` : `gradle:8-jdk${version}`,
    cache: "/root/.gradle",
    build: `${wrapper ? "./gradlew" : "gradle"} --no-daemon assemble`,
    output: "build/libs",
  };
}

import { golangciLint } from "../../versions";
import type { Claim } from "../fact";
import { locksOfNode } from "../package-managers";
import { placeOf, type ServiceFiles } from "../service-files";

/** Images by the language whose version their tag is. */
const TAGS: Readonly<Record<string, RegExp>> = {
  node: /(?:^|\/)node:(\d+)\b/,
  python: /(?:^|\/)(?:python:|uv:python)(\d+\.\d+)\b/,
  java: /(?:^|\/)(?:eclipse-temurin:|amazoncorretto:|openjdk:|maven:[\d.]+-eclipse-temurin-|gradle:[\d.]+-jdk)(\d+)\b/,
};

const FILES: Readonly<Record<string, readonly string[]>> = {
  node: [".nvmrc", ".node-version"],
  python: [".python-version", "runtime.txt"],
};

/** The version of the language that the service is built with; of Go go.mod says it, where CI reads it. */
export function versionClaims(service: ServiceFiles, language: string | undefined): Claim[] {
  if (language === undefined) return [];
  if (language === "go") return goVersion(service);
  const { dockerfile } = service;
  const files = (FILES[language] ?? []).flatMap((name) => {
    const file = service.file(name) ?? service.repository.file(name);
    const version = /^(?:v|python-)?(\d+(?:\.\d+)?)/.exec(file?.text.trim() ?? "")?.[1];
    return file && version ? [{ value: language === "node" ? version.split(".")[0]! : version, place: { file, line: 1 } }] : [];
  });
  const stages = (dockerfile?.stages ?? []).flatMap(({ image, line }) => {
    const version = TAGS[language]?.exec(image)?.[1];
    return version && dockerfile ? [{ value: version, place: dockerfile.at(line) }] : [];
  });
  return [...files, ...stages].map(({ value, place }) => ({
    fact: "languageVersion",
    values: [value],
    place,
    says: "it names the version",
  }));
}

/** Where go.mod is not at the root, CI is told what it says instead of where it is. */
function goVersion(service: ServiceFiles): Claim[] {
  const file = service.folder === "" ? undefined : service.file("go.mod");
  const version = /^go (\d+(?:\.\d+){1,2})$/m.exec(file?.text ?? "")?.[1];
  return file && version
    ? [{ fact: "languageVersion", values: [version], place: placeOf(file, /^go /m), says: "it names the version" }]
    : [];
}

/** What CI installs before it tests and lints. */
export function installClaims(service: ServiceFiles, language: string | undefined): Claim[] {
  if (language === "node") return nodeInstall(service);
  if (language === "python") return pythonInstall(service);
  return language === "go" ? goInstall(service) : [];
}

function nodeInstall(service: ServiceFiles): Claim[] {
  const found = locksOfNode(service);
  const manifest = service.file("package.json");
  if (found.length === 0 && manifest)
    return [{ fact: "installCommand", values: ["npm install"], place: { file: manifest, line: 1 }, says: "there is no lock file" }];
  const values = found.map(({ install }) => install);
  return found.slice(0, 1).map(({ file }) => ({ fact: "installCommand", values, place: { file, line: 1 }, says: "its lock file" }));
}

function pythonInstall(service: ServiceFiles): Claim[] {
  const claim = (name: string, value: string): Claim[] => {
    const file = service.file(name);
    return file ? [{ fact: "installCommand", values: [value], place: { file, line: 1 }, says: "what it needs" }] : [];
  };
  if (service.file("uv.lock")) return claim("uv.lock", "pip install uv && uv sync --frozen");
  if (service.file("poetry.lock")) return claim("poetry.lock", "pip install poetry && poetry install");
  const lists = service.repository
    .under(service.folder)
    .map((file) => service.within(file))
    .filter((path) =>
      /^requirements([-_]?(dev|test))?\.txt$|^(dev|test)-requirements\.txt$|^requirements\/(base|dev|test)\.txt$/.test(path),
    )
    .sort((a, b) => Number(/dev|test/.test(a)) - Number(/dev|test/.test(b)) || (a < b ? -1 : 1));
  if (lists.length > 0) return claim(lists[0]!, `pip install ${lists.map((path) => `--requirement ${path}`).join(" ")}`);
  return service.file("pyproject.toml") ? claim("pyproject.toml", "pip install --editable .") : [];
}

/** The versions of the linter that read its two kinds of configuration. */
function goInstall(service: ServiceFiles): Claim[] {
  const file = service.first(".golangci.yml", ".golangci.yaml", ".golangci.toml");
  if (!file) return [];
  const isSecond = /^version\s*[:=]\s*["']?2/m.test(file.text);
  const module = `github.com/golangci/golangci-lint/${isSecond ? `v2/cmd/golangci-lint@${golangciLint.second}` : `cmd/golangci-lint@${golangciLint.first}`}`;
  return [{ fact: "installCommand", values: [`go install ${module}`], place: { file, line: 1 }, says: "the linter that it configures" }];
}

import { Dockerfile } from "../workspace/dockerfile";
import type { Repository, SourceFile } from "../workspace/repository";
import { mapOf, parseYaml, part, textOf, textValue, type Value, type YamlDocument } from "../workspace/yaml";

const MAX_YAML = 512 * 1024;

const named = (repository: Repository, pattern: RegExp): SourceFile[] =>
  [...repository.files.values()].filter(({ path, size }) => pattern.test(path) && size <= MAX_YAML);

const firstDocument = (file: SourceFile): YamlDocument[] => parseYaml(textOf(file)).slice(0, 1);

export const dockerfilesOf = (repository: Repository): Dockerfile[] =>
  named(repository, /(^|\/)(Dockerfile|Containerfile)(\.[\w-]+)?$|\.[dD]ockerfile$/).map((file) => new Dockerfile(file));

export interface Composed {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly name: string;
  readonly value: Value;
}

export const composeServicesOf = (repository: Repository): Composed[] =>
  named(repository, /(^|\/)(docker-)?compose([.-][^/]*)?\.ya?ml$/).flatMap((file) =>
    firstDocument(file).flatMap((document) =>
      Object.entries(mapOf(part(document.value, "services"))).map(([name, value]) => ({ file, document, name, value })),
    ),
  );

export interface Declared {
  readonly file: string;
  readonly name: string;
}

export const workflowsOf = (repository: Repository): Declared[] => declared(repository, /^\.github\/workflows\/[^/]+\.ya?ml$/);

export const chartsOf = (repository: Repository): Declared[] => declared(repository, /(^|\/)Chart\.yaml$/);

function declared(repository: Repository, pattern: RegExp): Declared[] {
  return named(repository, pattern).map((file) => {
    const [document] = firstDocument(file);
    return { file: file.path, name: textValue(part(document?.value, "name")) ?? file.name };
  });
}

import { Dockerfile } from "../workspace/dockerfile";
import { COMPOSE, DOCKERFILE, WORKFLOW } from "../workspace/patterns";
import type { Repository, SourceFile } from "../workspace/repository";
import { documentsIn, mapOf, part, textValue, type Value, type YamlDocument } from "../workspace/yaml";

const filesOf = (repository: Repository, isMeant: (file: SourceFile) => boolean): SourceFile[] =>
  [...repository.files.values()].filter(isMeant);

export const dockerfilesOf = (repository: Repository): Dockerfile[] =>
  filesOf(repository, ({ name }) => DOCKERFILE.test(name)).map((file) => new Dockerfile(file));

export interface Composed {
  readonly file: SourceFile;
  readonly document: YamlDocument;
  readonly name: string;
  readonly value: Value;
}

export const composeServicesOf = (repository: Repository): Composed[] =>
  filesOf(repository, ({ name }) => COMPOSE.test(name)).flatMap((file) =>
    documentsIn(file)
      .slice(0, 1)
      .flatMap((document) =>
        Object.entries(mapOf(part(document.value, "services"))).map(([name, value]) => ({ file, document, name, value })),
      ),
  );

export interface Declared {
  readonly file: string;
  readonly name: string;
}

export const workflowsOf = (repository: Repository): Declared[] => filesOf(repository, ({ path }) => WORKFLOW.test(path)).map(declared);

export const chartsOf = (repository: Repository): Declared[] => filesOf(repository, ({ name }) => name === "Chart.yaml").map(declared);

function declared(file: SourceFile): Declared {
  return { file: file.path, name: textValue(part(documentsIn(file)[0]?.value, "name")) ?? file.name };
}

import type { SourceFile } from "../../workspace/repository";
import type { Dependency } from "../dependencies";
import type { ServiceFiles } from "../service-files";

/** Where a package is named by its place: Node's and Python's, Go's replacements, Gradle's projects. */
const BY_PLACE = /(?:file:|link:|portal:|-e\s+|=>\s*|path\s*=\s*["'])\.\.\/|\bproject\(\s*(?:path\s*[:=]\s*)?["']:|\(\s*projects\./;

/** Whether packages are built into a service that lie beside it in the repository, where its own files tell nothing of them. */
export function isBuiltWithOthers(service: ServiceFiles, manifests: readonly SourceFile[], dependencies: readonly Dependency[]): boolean {
  if (manifests.some(({ text }) => BY_PLACE.test(text))) return true;
  const modules = modulesBeside(service);
  return dependencies.some(({ name }) => modules.has(name));
}

/** Maven's modules are named like any other dependency. */
function modulesBeside(service: ServiceFiles): Set<string> {
  const own = service.file("pom.xml");
  const others = [...service.repository.files.values()].filter((other) => own && other.name === "pom.xml" && other !== own);
  return new Set(others.flatMap((other) => artifactOf(other.text) ?? []));
}

function artifactOf(pom: string): string | undefined {
  const own = pom.replace(/<(parent|dependencies|dependencyManagement|build|profiles)>(?:(?!<\/\1>)[\s\S])*<\/\1>/g, "");
  return /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/.exec(own)?.[1];
}

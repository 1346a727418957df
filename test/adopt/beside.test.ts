import { detect } from "../../src/adopt/detect";
import { type Tree, written } from "../doctor/support";

const metricsOf = (tree: Tree) => {
  const services = detect(written({ "api/Dockerfile": "FROM scratch\nCMD a\n", "README.md": "", ...tree })).services;
  return services.find(({ folder }) => folder === "api")!.facts.metrics?.value;
};
const pom = (artifact: string, dependency: string) =>
  `<project><parent><artifactId>shop</artifactId></parent><artifactId>${artifact}</artifactId><dependencies><dependency><artifactId>${dependency}</artifactId></dependency></dependencies></project>`;
const kit = { "kit/pom.xml": pom("kit", "micrometer-registry-prometheus") };

describe("a service that is built with what lies beside it", () => {
  test.each<[string, Tree]>([
    ["a package of Node", { "api/package.json": '{"dependencies":{"express":"5","kit":"file:../kit"}}' }],
    ["a package of Python", { "api/requirements.txt": "flask\n-e ../kit\n" }],
    ["a module of Go", { "api/go.mod": "module a\n\ngo 1.24\n\nrequire b.example/kit v0.0.0\n\nreplace b.example/kit => ../kit\n" }],
    [
      "a project of Gradle",
      { "api/build.gradle.kts": 'dependencies {\n  implementation(project(":kit"))\n  implementation("a.b:c:1")\n}\n' },
    ],
    [
      "the same by its accessor",
      { "api/build.gradle.kts": 'dependencies {\n  implementation(projects.kit)\n  implementation("a.b:c:1")\n}\n' },
    ],
    ["a module of Maven", { "api/pom.xml": pom("api", "kit"), ...kit }],
  ])("%s may be measured by it: that nothing measures is not certain", (_, tree) => expect(metricsOf(tree)).toBeUndefined());

  test.each<[string, Tree]>([
    ["a package of Node", { "api/package.json": '{"dependencies":{"express":"5","kit":"file:./kit"}}' }],
    ["a project of Gradle", { "api/build.gradle.kts": 'dependencies {\n  implementation("a.b:c:1")\n}\n' }],
    ["a module of Maven", { "api/pom.xml": pom("api", "spring-boot-starter-web"), ...kit }],
  ])("%s that needs none of it is not", (_, tree) => expect(metricsOf(tree)).toBe("none"));
});

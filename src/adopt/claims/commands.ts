import type { Dependency } from "../dependencies";
import { packageJson } from "../dependencies";
import type { Claim } from "../fact";
import { locksOfNode } from "../package-managers";
import { placeOf, type ServiceFiles } from "../service-files";

const TESTS = /(^|\/)(test_[\w-]+|[\w-]+_test|tests)\.py$/;

/** How the service is tested and linted, where its files say so. */
export function commandClaims(service: ServiceFiles, language: string | undefined, dependencies: readonly Dependency[]): Claim[] {
  if (language === "node") return nodeCommands(service);
  if (language === "python") return pythonCommands(service, dependencies);
  if (language === "go") return goCommands(service);
  return language === "java" ? javaCommands(service) : [];
}

function nodeCommands(service: ServiceFiles): Claim[] {
  const file = service.file("package.json");
  const managers = locksOfNode(service).map(({ manager }) => manager);
  const { scripts } = packageJson(file);
  const claims: Claim[] = [];
  for (const [script, fact] of [
    ["test", "testCommand"],
    ["lint", "lintCommand"],
  ] as const) {
    const command = scripts?.[script];
    if (!file || typeof command !== "string" || /no test specified/.test(command)) continue;
    const values = (managers.length > 0 ? managers : ["npm"]).map((manager) =>
      script === "test" && manager !== "bun" ? `${manager} test` : `${manager} run ${script}`,
    );
    claims.push({ fact, values, place: placeOf(file, new RegExp(`"${script}"\\s*:`)), says: `the script ${script}` });
  }
  return claims;
}

function pythonCommands(service: ServiceFiles, dependencies: readonly Dependency[]): Claim[] {
  const runner = service.file("uv.lock") ? "uv run " : service.file("poetry.lock") ? "poetry run " : "";
  const tests = service.repository.under(service.folder).find((file) => TESTS.test(service.within(file)));
  const pytest = dependencies.find(({ name }) => name === "pytest" || name === "pytest-django");
  const manage = service.file("manage.py");
  const claims: Claim[] = [];
  if (tests && pytest)
    claims.push({
      fact: "testCommand",
      values: [`${runner}pytest`],
      place: pytest.place,
      says: `there are tests (${service.within(tests)}), and pytest to run them`,
    });
  else if (tests && manage)
    claims.push({
      fact: "testCommand",
      values: [`${runner}python manage.py test`],
      place: { file: manage, line: 1 },
      says: "Django runs the tests",
    });
  const linters = dependencies.filter(({ name }) => name === "ruff" || name === "flake8");
  if (linters.length > 0)
    claims.push({
      fact: "lintCommand",
      values: [...new Set(linters.map(({ name }) => `${runner}${name === "ruff" ? "ruff check ." : name}`))],
      place: linters[0]!.place,
      says: "the linter among the dependencies",
    });
  return claims;
}

function goCommands(service: ServiceFiles): Claim[] {
  const test = service.repository.under(service.folder).find(({ name }) => name.endsWith("_test.go"));
  const linter = service.first(".golangci.yml", ".golangci.yaml", ".golangci.toml");
  const claims: Claim[] = [];
  if (test) claims.push({ fact: "testCommand", values: ["go test ./..."], place: { file: test, line: 1 }, says: "there are tests" });
  if (linter)
    claims.push({ fact: "lintCommand", values: ["golangci-lint run"], place: { file: linter, line: 1 }, says: "it is configured" });
  return claims;
}

function javaCommands(service: ServiceFiles): Claim[] {
  const test = service.repository.under(service.folder).find((file) => /^src\/test\//.test(service.within(file)));
  const maven = service.file("pom.xml");
  const gradle = service.first("build.gradle", "build.gradle.kts");
  if (!test) return [];
  const values = [
    ...(maven ? [`${wrapper(service, "mvnw") ?? "mvn"} test`] : []),
    ...(gradle ? [`${wrapper(service, "gradlew") ?? "gradle"} test`] : []),
  ];
  return [{ fact: "testCommand", values, place: { file: (maven ?? gradle)!, line: 1 }, says: `there are tests (${service.within(test)})` }];
}

/** A wrapper that was committed on Windows may not be run by its name. */
function wrapper(service: ServiceFiles, name: string): string | undefined {
  const file = service.file(name);
  return file && (file.isExecutable ? `./${name}` : `sh ${name}`);
}

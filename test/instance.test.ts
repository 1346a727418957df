import { rmSync } from "node:fs";
import { join } from "node:path";
import { command, readTree, repositoryRoot } from "./support/command";
import { temporaryFolder } from "./support/portfolio";
import { fixture, optionsFile, tellsOfSeveral } from "./support/several-fixture";

const env = { SOURCE_DATE_EPOCH: "1767225600" }; // a decision has a date

test("test/instance is what the command writes", () => {
  // Beside the instance, so that relative paths into this checkout agree.
  const fresh = join(repositoryRoot, "test/.instance");
  rmSync(fresh, { recursive: true, force: true });
  try {
    expect(command([fresh, "--yes", "--owner", "Octo-Org", "--no-git", "--no-install"], { env })).toMatchObject({ status: 0 });
    const rendered = /^devops-portfolio-project\/(diagrams\/.*\.png|diagrams\/stamps\.json)$/;
    const committed = Object.entries(readTree(join(repositoryRoot, "test/instance"))).filter(([path]) => !rendered.test(path));
    expect(Object.fromEntries(committed)).toEqual(readTree(fresh));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
});

test("test/fixtures/several is what the command writes for three services, where one file tells of several of them", () => {
  const fresh = temporaryFolder();
  expect(command([fresh, "--yes", "--config", optionsFile, "--no-git", "--no-install"], { env })).toMatchObject({ status: 0 });
  const told = Object.entries(readTree(fresh)).filter(([path, content]) => tellsOfSeveral(path, content));
  const { "portfolio.json": _, ...committed } = readTree(fixture);
  expect(committed).toEqual(Object.fromEntries(told));
  expect(Object.keys(committed)).toEqual(
    expect.arrayContaining([
      "devops-portfolio-project/diagrams/architecture.mmd",
      "devops-portfolio-project/README_TECH.md",
      "infra-k8s/.github/workflows/deploy.yaml",
      "infra-k8s/scripts/choose.lib.sh",
      "storefront/.projenrc.ts",
    ]),
  );
});

import { rmSync } from "node:fs";
import { join } from "node:path";
import { command, readTree, repositoryRoot } from "./support/command";

test("test/instance is what the command writes", () => {
  // Beside the instance, so that relative paths into this checkout agree.
  const fresh = join(repositoryRoot, "test/.instance");
  rmSync(fresh, { recursive: true, force: true });
  try {
    const env = { SOURCE_DATE_EPOCH: "1767225600" };
    expect(command([fresh, "--yes", "--owner", "Octo-Org", "--no-git", "--no-install"], { env })).toMatchObject({ status: 0 });
    const rendered = /^devops-portfolio-project\/(diagrams\/.*\.png|diagrams\/stamps\.json)$/;
    const committed = Object.entries(readTree(join(repositoryRoot, "test/instance"))).filter(([path]) => !rendered.test(path));
    expect(Object.fromEntries(committed)).toEqual(readTree(fresh));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
});

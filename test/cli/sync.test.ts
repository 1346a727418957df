import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, readTree } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

test("--dry-run says what would change and writes nothing", () => {
  const home = join(temporaryFolder(), "x");
  command([home, "--owner=ada", "--no-git", "--no-install"]);
  const record = join(home, "infra-k8s/.projen/portfolio.json");
  chmodSync(record, 0o644);
  writeFileSync(record, readFileSync(record, "utf8").replace('"replicas": 2', '"replicas": 4'));
  const before = readTree(home);

  const dry = command(["sync", join(home, "infra-k8s"), "--dry-run"]);
  expect(dry).toMatchObject({ status: 0, stderr: "" });
  for (const folder of ["express-app", "devops-portfolio-project"]) expect(dry.stdout).toContain(join(home, folder));
  expect(readTree(home)).toEqual(before);

  expect(command(["sync", join(home, "infra-k8s")]).status).toBe(0);
  expect(readTree(home)["express-app/.projen/portfolio.json"]).toContain('"replicas": 4');
});

test("a repository whose .projen is gone gets it back by what its .projenrc.ts says, and is told how where that is not possible", () => {
  const home = join(temporaryFolder(), "x");
  command([home, "--owner=ada", "--no-git", "--no-install"]);
  const infra = join(home, "infra-k8s");
  const before = readTree(infra);
  rmSync(join(infra, ".projen"), { recursive: true });
  const restored = command(["sync", infra]);
  expect(restored).toMatchObject({ status: 0, stderr: "", stdout: expect.stringContaining(`${infra}: restored .projen/`) });
  const { ".projen/written.json": _, ...after } = readTree(infra);
  const { ".projen/written.json": __, ...expected } = before;
  expect(after).toEqual(expected);

  rmSync(join(infra, ".projen"), { recursive: true });
  writeFileSync(join(infra, ".projenrc.ts"), before[".projenrc.ts"].slice(2).replace("replicas: 2", "replicas: 1 + 1"));
  const refused = command(["sync", infra]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("restore .projen with git");
});

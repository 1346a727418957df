import { chmodSync, readFileSync, writeFileSync } from "node:fs";
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

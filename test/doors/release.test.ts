import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repositoryRoot } from "../support/command";
import { temporaryFolder } from "../support/portfolio";
import { check } from "../support/tools";

const workflows = join(repositoryRoot, ".github/workflows");
const text = (name: string) => readFileSync(join(workflows, name), "utf8");
const { version } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));

describe("our own workflows", () => {
  const names = readdirSync(workflows);

  test("pass actionlint and zizmor", () => {
    check(
      "actionlint",
      names.map((name) => join(workflows, name)),
    );
    check("zizmor", ["--offline", "--persona", "pedantic", "--no-progress", join(repositoryRoot, ".github")]);
  });

  test("publish with an identity and without a secret, both packages, only what was tested", () => {
    const { jobs, permissions } = parse(text("release.yml"));
    expect(permissions).toEqual({});
    expect(Object.keys(jobs)).toEqual(["pack", "publish", "announce"]);
    expect(jobs.publish).toMatchObject({ needs: "pack", permissions: { "id-token": "write" }, environment: "npm" });
    expect(text("release.yml")).not.toContain("secrets.");
    expect(JSON.stringify(jobs.pack.steps)).toContain(".ci/run");
    expect(JSON.stringify(jobs.publish.steps)).toContain("create-devops-portfolio generator-devops-portfolio");
  });
});

describe("scripts/release.mjs", () => {
  /** Runs the check on what would be released, after a change of a file. */
  function release(file?: string, edit: (text: string) => string = (same) => same, tag = `v${version}`) {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "generators"));
    for (const name of ["scripts/release.mjs", "package.json", "generators/package.json", "CHANGELOG.md"])
      cpSync(join(repositoryRoot, name), join(folder, name));
    if (file) writeFileSync(join(folder, file), edit(readFileSync(join(folder, file), "utf8")));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "scripts/release.mjs"), tag], { encoding: "utf8" });
    return { status, stdout, stderr };
  }

  test("prints what is new", () => {
    const { status, stdout } = release("CHANGELOG.md", (changelog) =>
      changelog.replace(`## ${version}`, `## ${version}\n\nNews.\n\n## 0.0.1`),
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "News.\n" });
    expect(release().stdout).toContain("npm create devops-portfolio");
  });

  test.each([
    ["another tag", undefined, "", "v9.9.9", `the tag is v9.9.9, but package.json says ${version}`],
    [
      "generators of another version",
      "generators/package.json",
      `"version": "${version}"`,
      undefined,
      `generators/package.json says 9.9.9, but package.json says ${version}`,
    ],
    [
      "generators that need another command",
      "generators/package.json",
      `"create-devops-portfolio": "${version}"`,
      undefined,
      "generators/package.json depends on create-devops-portfolio 9.9.9",
    ],
    ["a changelog without the version", "CHANGELOG.md", `## ${version}`, undefined, `CHANGELOG.md has no section "## ${version}"`],
  ])("refuses %s", (_, file, search, tag, message) => {
    const { status, stderr } = release(file, (original) => original.replace(search, search.replace(version, "9.9.9")), tag);
    expect(stderr).toContain(message);
    expect(status).toBe(1);
  });
});

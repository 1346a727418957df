import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { personsRepository } from "../support/adopted";
import { command, readTree, sh } from "../support/command";
import { generateFresh, temporaryFolder } from "../support/portfolio";

const adopt = (folder: string) => command(["adopt", folder, "--yes", "--owner", "Octo-Org"]);
const script = (folder: string) => readFileSync(join(folder, "scripts/portfolio.sh"), "utf8");
const cloneOnWindows = (folder: string) => {
  const clone = join(temporaryFolder(), "clone");
  sh(folder, `git -c core.autocrlf=true clone --quiet -c core.autocrlf=true . ${clone}`);
  return clone;
};

describe("a script that is added to a person's repository can be run, whatever line endings are the usual ones there", () => {
  test("* text eol=crlf", () => {
    const folder = personsRepository("go-net-http");
    const change = "echo '* text eol=crlf' >.gitattributes && git add --all && git add --renormalize .";
    sh(folder, `${change} && git commit --quiet -m 'Line endings' && git ls-files -z | xargs -0 rm && git checkout --quiet -- .`);
    expect(adopt(folder)).toMatchObject({ status: 0, stderr: "" });
    for (const place of [folder, cloneOnWindows(folder)]) {
      expect(script(place)).not.toContain("\r");
      expect(sh(place, "sh -n scripts/portfolio.sh && git status --porcelain")).toBe("");
    }
    // What is a person's own to choose is as it was.
    expect(sh(folder, "git ls-files --eol contract.json")).toMatch(/^i\/lf +w\/crlf/);
    expect(sh(folder, "git show --name-status --format= HEAD")).not.toMatch(/^[^A]/m);
  });

  test("and nothing is added where the repository leaves them as they are; a clone on Windows is as good as any", () => {
    const folder = personsRepository("go-net-http");
    expect(adopt(folder)).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(join(folder, "scripts/.gitattributes"))).toBe(false);
    const clone = cloneOnWindows(folder);
    expect(command(["status", clone]).stdout).toMatch(/: 1 file differs\n +outdated +scripts\/portfolio\.sh .*npx projen writes it/);
    expect(command(["sync", clone]).stdout).toContain(`${clone}: synthesized`);
    expect(script(clone)).not.toContain("\r"); // no shell takes others
    for (const place of [folder, clone]) {
      expect(command(["status", place]).stdout).toContain("as the tool writes it");
      // What is edited keeps the line endings that it has there.
      expect(command(["own", "contract.json"], { cwd: place }).status).toBe(0);
      expect(command(["status", place]).stdout).toContain("as the tool writes it");
      expect(command(["disown", "contract.json", "--yes"], { cwd: place }).status).toBe(0);
      expect(sh(place, "git ls-files --eol .projenrc.ts")).toMatch(place === folder ? /w\/lf/ : /w\/crlf/);
      expect(sh(place, "git diff")).toBe("");
    }
  });

  test("a person's own scripts/.gitattributes stays as it is", () => {
    const folder = personsRepository("go-net-http");
    sh(
      folder,
      "echo '* text eol=crlf' >.gitattributes && mkdir -p scripts && echo '*.sh -diff' >scripts/.gitattributes && git add --all && git commit --quiet -m Mine",
    );
    expect(adopt(folder).status).toBe(0);
    expect(readFileSync(join(folder, "scripts/.gitattributes"), "utf8")).toBe("*.sh -diff\n");
  });

  test("one that lies there otherwise is written anew by sync, and then there is nothing to do", () => {
    const folder = personsRepository("go-net-http");
    expect(adopt(folder).status).toBe(0);
    const before = readTree(folder);
    writeFileSync(join(folder, "scripts/portfolio.sh"), script(folder).replaceAll("\n", "\r\n"));
    expect(command(["sync", folder, "--json"]).stdout).toContain('"path": "scripts/portfolio.sh"');
    expect(readTree(folder)).toEqual(before);
    expect(command(["sync", folder]).stdout).toContain(`${folder}: up to date`);
  });
});

test("in a portfolio that is made, every file has them on every machine", () => {
  const { infra } = generateFresh();
  sh(infra, "git init --quiet -b main && git add --all && git -c user.name=a -c user.email=a@b.example commit --quiet -m one");
  const clone = cloneOnWindows(infra);
  expect(sh(clone, "git ls-files --eol | grep -v 'w/lf' | grep -v 'w/none' || true")).toBe("");
});

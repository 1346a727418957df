import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { repositoryRoot, sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";
import { packBoth, unpack } from "./support/packages";

/** Every file, those below node_modules too. */
function contents(folder: string, root = folder): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? contents(join(folder, entry.name), root) : [relative(root, join(folder, entry.name))]))
    .sort();
}

const tarballs = packBoth(temporaryFolder());

function packed(tarball: string): { folder: string; files: string[]; size: number } {
  const folder = temporaryFolder();
  unpack(tarball, folder);
  return { folder, files: contents(folder), size: statSync(tarball).size };
}

const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

describe("create-devops-portfolio", () => {
  const { folder, files, size } = packed(tarballs.command);

  test("holds what the command, .projenrc.ts and projen new need", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        ".jsii",
        "LICENSE",
        "README.md",
        "package.json",
        "bin/create-devops-portfolio.js",
        "dist/cli.js",
        "dist/scaffold.js",
        "dist/index.js",
        "dist/synth.js",
        "lib/index.d.ts",
      ]),
    );
  });

  test("holds every template, compiled", () => {
    const tracked = sh(repositoryRoot, "git ls-files --cached --others --exclude-standard templates").trim().split("\n");
    const compiled = require(join(folder, "dist/templates.js"));
    const expected = tracked.filter((file) => existsSync(join(repositoryRoot, file))).map((file) => file.slice("templates/".length));
    expect(Object.keys(compiled).sort()).toEqual(expected.sort());
  });

  test("holds nothing else", () => {
    const known = [
      /^(LICENSE|README\.md|package\.json|\.jsii)$/,
      /^bin\/create-devops-portfolio\.js$/,
      /^dist\/(adopt|cli|doctor|index|scaffold|synth|templates)\.js$/,
      /^lib\/.*\.d\.ts$/,
    ];
    expect(files.filter((file) => !known.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(size).toBeLessThan(1_200_000); // bytes, packed
  });

  test("has repositories that projen new can make: their constructors take options alone", () => {
    const { types } = JSON.parse(readFileSync(join(folder, ".jsii"), "utf8"));
    const repositories = Object.values<{ docs?: { custom?: { pjid?: string } }; initializer?: { parameters: unknown[] } }>(types).filter(
      ({ docs }) => docs?.custom?.pjid,
    );
    expect(repositories.map(({ docs }) => docs?.custom?.pjid).sort()).toEqual(["app", "docs", "infra"]);
    for (const { initializer } of repositories) expect(initializer?.parameters).toHaveLength(1);
  });

  test("exports only files that it holds, and needs nothing at run time that it does not", () => {
    const { exports, bin, main, types } = manifest(folder);
    const targets = Object.values<string | Record<string, string>>(exports).flatMap((target) =>
      typeof target === "string" ? target : Object.values(target),
    );
    for (const target of [...targets, main, types, ...Object.values<string>(bin)]) expect(files).toContain(target.replace(/^\.\//, ""));
    // npm would look up what these name, before it runs the command.
    expect(Object.keys(manifest(folder)).filter((name) => /dependencies/i.test(name))).toEqual([]);
  });
});

describe("generator-devops-portfolio", () => {
  const { folder, files, size } = packed(tarballs.generators);

  test("holds the four generators and what they share, and nothing else", () => {
    expect(files).toEqual(
      [
        "README.md",
        "app/index.js",
        "docs/index.js",
        "infra/index.js",
        "package.json",
        "service/index.js",
        ...files.filter((file) => file.startsWith("shared/")),
      ].sort(),
    );
    expect(files.filter((file) => !/\.(js|json|md)$/.test(file))).toEqual([]);
    expect(size).toBeLessThan(20_000);
  });

  test("goes in step with the command", () => {
    const { version, license, engines } = manifest(repositoryRoot);
    const own = manifest(folder);
    expect(own.version).toBe(version);
    expect(own.dependencies["create-devops-portfolio"]).toBe(version);
    expect(own.license).toBe(license);
    expect(own.engines.node).toContain(engines.node.replace(/^>= ?/, ""));
  });
});

import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { repositoryRoot, walk } from "./support/command";

const src = join(repositoryRoot, "src");

/** Rooms of `src`, and those that each may import from besides itself and the files that lie in no room. Never up, so never in a circle. */
const below: Readonly<Record<string, readonly string[]>> = {
  cli: ["synthesis", "repositories", "files", "portfolio", "doctor", "adopt", "github", "measure", "live"],
  synthesis: ["repositories", "files", "portfolio"],
  repositories: ["files", "portfolio", "doctor"], // the pages tell what its checks know
  files: ["portfolio"],
  github: ["portfolio"],
  measure: ["live"],
  portfolio: [],
  // They read strangers' repositories: nothing that they know is ours.
  doctor: ["workspace", "live"],
  adopt: ["workspace", "portfolio"],
  workspace: [],
  live: [],
};

test("imports run down", () => {
  const room = (file: string) => relative(src, file).split(sep).slice(0, -1)[0];
  const wrong = walk(src)
    .filter((file) => file.endsWith(".ts") && room(file) !== undefined)
    .flatMap((file) => {
      const targets = [...readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, path]) =>
        join(dirname(file), path),
      );
      const rooms = targets.map(room).filter((target) => target !== undefined && target !== room(file));
      return rooms.filter((target) => !below[room(file)].includes(target)).map((target) => `${relative(src, file)} -> ${target}`);
    });
  expect(wrong).toEqual([]);
});

test("a program is started in an environment that cannot lead it elsewhere", () => {
  const starters = walk(src).filter((file) => /from "node:child_process"/.test(readFileSync(file, "utf8")));
  expect(starters.length).toBeGreaterThan(5);
  const without = starters.filter((file) => !/\bcleanEnvironment\(/.test(readFileSync(file, "utf8")));
  expect(without.map((file) => relative(src, file))).toEqual([]);
});

describe("hand-written files are short", () => {
  const files = walk(src).filter((file) => file.endsWith(".ts") && !file.endsWith(".validator.ts"));
  const lines = (text: string) => text.trimEnd().split("\n").length;

  test("none has more than 250 lines", () => {
    const long = files.map((file) => `${relative(src, file)}: ${lines(readFileSync(file, "utf8"))}`);
    expect(long.filter((entry) => Number(entry.split(": ")[1]) > 250)).toEqual([]);
  });

  test("no function has more than 40 lines", () => {
    expect(files.flatMap(functionsOf).filter(([, length]) => length > 40)).toEqual([]);
  });
});

/** Every function of a file that has a body, as `<file> <name>`, with its number of lines. */
function functionsOf(file: string): [name: string, lines: number][] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: [string, number][] = [];
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const name =
        node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
      const lines = lineAt(node.end) - lineAt(node.getStart()) + 1;
      found.push([`${relative(src, file)} ${name?.getText() ?? `line ${lineAt(node.getStart()) + 1}`}`, lines]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

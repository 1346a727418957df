import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIfExists, writeOnce, writeReadOnly } from "../../src/files/write-file";
import { temporaryFolder } from "../support/portfolio";

const modeOf = (file: string) => statSync(file).mode & 0o777;
const write = (file: string, content: string, executable = false) => writeReadOnly(file, content, readIfExists(file), executable);

test("a managed file is read-only, in a folder that is made for it", () => {
  const file = join(temporaryFolder(), "a/b/c");
  write(file, "x");
  expect([readFileSync(file, "utf8"), modeOf(file)]).toEqual(["x", 0o444]);
});

test("a managed file that is right already is left alone", () => {
  const file = join(temporaryFolder(), "a");
  write(file, "x", true);
  const { ino } = statSync(file);
  write(file, "x", true);
  expect(statSync(file).ino).toBe(ino);
});

test.each([
  ["another content", (file: string) => writeFileSync(file, "y")],
  ["another mode", (file: string) => chmodSync(file, 0o644)],
])("a managed file of %s is put right", (_, damage) => {
  const file = join(temporaryFolder(), "a");
  write(file, "x");
  chmodSync(file, 0o644);
  damage(file);
  write(file, "x");
  expect([readFileSync(file, "utf8"), modeOf(file)]).toEqual(["x", 0o444]);
});

test("a seeded file is written once, and can be changed", () => {
  const file = join(temporaryFolder(), "a/run.sh");
  writeOnce(file, () => "x", true);
  writeOnce(file, () => "y", true);
  expect([readFileSync(file, "utf8"), modeOf(file)]).toEqual(["x", 0o755]);
});

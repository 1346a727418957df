import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../src/replace-file";
import { temporaryFolder } from "./support/portfolio";

test.each([0o600, 0o644, 0o664, 0o777])("a file that is replaced keeps its permissions, whatever the umask is: %o", (mode) => {
  const file = join(temporaryFolder(), "a");
  writeFileSync(file, "before");
  chmodSync(file, mode);
  const before = process.umask(0o077);
  try {
    replaceFile(file, "after");
  } finally {
    process.umask(before);
  }
  expect([readFileSync(file, "utf8"), statSync(file).mode & 0o777]).toEqual(["after", mode]);
});

test("one that cannot be replaced stays, nothing lies beside it, and it is said why", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "a"));
  expect(() => replaceFile(join(folder, "a"), "after")).toThrow(/^cannot write .*\/a: a folder is where a file belongs/);
  expect(() => replaceFile(join(folder, "b"), "after")).toThrow(/^cannot write .*\/b: there is no such file/);
  expect(readdirSync(folder)).toEqual(["a"]);
});

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { merge } from "../../src/files/merge";
import { unifiedDiff } from "../../src/synthesis/diff";
import { sh } from "../support/command";
import { temporaryFolder } from "../support/portfolio";

const lines = ["one", "two", "three", "four", "five", "six"];
const text = (changed: Readonly<Record<string, string>> = {}) => `${lines.map((line) => changed[line] ?? line).join("\n")}\n`;
const diff = () => unifiedDiff([{ path: "x.json", before: text(), after: text({ three: "THREE" }) }]);
const merged = () => merge(text(), Buffer.from(text({ one: "ONE" })), text({ six: "SIX" }));
const expected = { diff: diff(), merged: merged() };

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test("what is compared and merged is what was said", () => {
  expect(expected.diff).toContain("-three\n+THREE\n");
  expect(expected.merged).toMatchObject({ conflicts: false });
});

test.each([
  ["a broken configuration", "[diff\n"],
  ["an order of files that is not there", "[diff]\n\torderFile = /nowhere\n"],
  ["no context", "[diff]\n\tcontext = 0\n"],
  [
    "a converter of its own",
    "[core]\n\tattributesFile = /tmp/attributes-of-somebody\n[diff]\n\tsuppressBlankEmpty = true\n\talgorithm = patience\n",
  ],
])("a person's git with %s shows and merges the same", (_, config) => {
  const home = temporaryFolder();
  mkdirSync(join(home, "git"));
  writeFileSync(join(home, ".gitconfig"), config);
  writeFileSync(join(home, "git/config"), config);
  for (const env of [{ HOME: home }, { XDG_CONFIG_HOME: home }, { GIT_CONFIG_GLOBAL: join(home, ".gitconfig") }]) {
    process.env = { ...before, ...env };
    expect({ diff: diff(), merged: merged() }).toEqual(expected);
  }
});

test.each([{ GIT_DIFF_OPTS: "-u0" }, { GIT_EXTERNAL_DIFF: "false" }])("nor does %j change it", (env) => {
  process.env = { ...before, ...env };
  expect({ diff: diff(), merged: merged() }).toEqual(expected);
});

test("a repository around the temporary folder does not, either", () => {
  const around = temporaryFolder();
  sh(
    around,
    "git init --quiet && git config diff.context 0 && git config merge.conflictStyle zdiff3 && mkdir tmp && echo '* -diff' >.gitattributes",
  );
  process.env = { ...before, TMPDIR: join(around, "tmp") };
  expect({ diff: diff(), merged: merged() }).toEqual(expected);
});

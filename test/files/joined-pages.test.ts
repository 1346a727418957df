import { appendFileSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Base } from "../../src/files/base";
import { readBase } from "../../src/files/base";
import { decide } from "../../src/files/decide";
import { formerOf } from "../../src/files/former";
import { joinPages } from "../../src/files/joined-pages";
import { MANIFEST, type Tree, type TreeFile } from "../../src/files/tree";
import { writeTree } from "../../src/files/write-tree";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { renderRepository } from "../../src/synthesis/render-portfolio";
import { applyEdits, edits } from "../support/edits";
import { formerRunbooks } from "../support/former-runbooks";
import { temporaryFolder } from "../support/portfolio";

const tree: Tree = renderRepository(resolvePortfolio({ owner: "Octo-Org" }), "docs", "/nowhere/devops-portfolio-project");
const page = tree.get("runbooks.md") as TreeFile;
const former = formerRunbooks(page.content);
const names = Object.keys(former);
const written = (content: string) => ({ content, executable: false });
const base: Base = new Map(Object.entries(former).map(([path, content]) => [path, written(content)]));

test("pages become sections: their headings go one level down, and links lead where they led", () => {
  const pages: Record<string, string> = {
    "a/README.md": "# All\n\n[one](One.md), [up](../up.md#x), [web](https://x.y/One.md), [here](#all)\n",
    "a/One.md":
      "# One\n\n```sh\n# no heading [x](Two.md)\n```\n\n## More\n\n[two](Two.md#more) [all](README.md#all) [beside](b.md) [![p](p.png)](../q/r.md)\n",
    "a/Two.md": "# Two\n\n~~~~\n```\n# none\n~~~~\n\n### Deep\n",
  };
  expect(joinPages(Object.keys(pages), "page.md", (path) => pages[path])).toBe(
    [
      "# All\n\n[one](#one), [up](up.md#x), [web](https://x.y/One.md), [here](#all)\n",
      "## One\n\n```sh\n# no heading [x](Two.md)\n```\n\n### More\n\n[two](#two) [all](page.md#all) [beside](a/b.md) [![p](a/p.png)](q/r.md)\n",
      "## Two\n\n~~~~\n```\n# none\n~~~~\n\n#### Deep\n",
    ].join("\n"),
  );
  expect(joinPages(["a/none.md"], "page.md", () => undefined)).toBeUndefined();
});

test("the runbooks of a page each are those of the one page", () => {
  expect(names.length).toBe(7);
  expect(page.formerly).toEqual(expect.arrayContaining(names));
  expect(joinPages(page.formerly ?? [], "runbooks.md", (path) => former[path])).toBe(page.content);
});

test("whatever a person wrote into the old pages, every line of theirs is in the new one", () => {
  const kinds = new Map<string, number>();
  const property = fc.property(
    fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
    edits,
    fc.boolean(),
    (paths, list, windows) => {
      const edited = paths.map((path, at) => [path, applyEdits(former[path] as string, list, `person ${at}`)] as const);
      const disk = { ...former, ...Object.fromEntries(edited.map(([path, { text }]) => [path, text])) };
      const ended = (text: string) => (windows ? text.replaceAll("\n", "\r\n") : text);
      const read = (path: string) =>
        disk[path] === undefined ? undefined : { content: Buffer.from(ended(disk[path])), executable: false, isLink: false };
      const found = formerOf(page.formerly ?? [], "runbooks.md", base, read);
      expect(found?.parts.map(({ path }) => path).sort()).toEqual([...names].sort());
      const decision = decide("runbooks.md", page, found?.disk, found?.written, true);
      kinds.set(decision.kind, (kinds.get(decision.kind) ?? 0) + 1);
      const after = "content" in decision ? decision.content.toString() : String(found?.disk?.content);
      const there = new Set(after.split(/\r?\n/).map((line) => line.replace(/^#+ /, "# ")));
      // The last of several edits of one page is the one on disk.
      for (const [, { lines }] of new Map(edited)) for (const line of lines) expect(there).toContain(line);
    },
  );
  fc.assert(property, { numRuns: Number(process.env.RUNS ?? 300) });
  expect(kinds.size).toBeGreaterThan(0);
});

/** A docs repository whose runbooks are a page each. */
function formerRepository(): string {
  const folder = temporaryFolder();
  const pages = Object.entries(former).map(([path, content]): [string, TreeFile] => [path, { ...page, formerly: undefined, content }]);
  const others = [...tree].filter(([path]) => path !== "runbooks.md");
  const manifest = tree.get(MANIFEST) as TreeFile;
  const listed = manifest.content.replace('"runbooks.md"', names.map((name) => JSON.stringify(name)).join(", "));
  expect(listed).not.toBe(manifest.content);
  writeTree(folder, new Map([...others, ...pages, [MANIFEST, { ...manifest, content: listed }]]));
  expect(readdirSync(join(folder, "runbooks"))).toHaveLength(7);
  return folder;
}

const contentOf = (folder: string) => readFileSync(join(folder, "runbooks.md"), "utf8");

test("where nobody changed them the pages are replaced by the one, and a second time nothing is to do", () => {
  const folder = formerRepository();
  const { changes, kept } = writeTree(folder, tree);
  expect(kept).toEqual([]);
  expect(changes.map(({ kind, path }) => `${kind} ${path}`).sort()).toEqual(
    ["create runbooks.md", "update .projen/files.json", "update .projen/written.json", ...names.map((path) => `delete ${path}`)].sort(),
  );
  expect(contentOf(folder)).toBe(page.content);
  expect(readdirSync(join(folder, "runbooks"))).toEqual([]);
  expect([...(readBase(folder) ?? [])].map(([path]) => path).filter((path) => path.startsWith("runbooks"))).toEqual(["runbooks.md"]);
  expect(writeTree(folder, tree)).toMatchObject({ changes: [], kept: [] });
});

test("a person's lines stand in the new page where they stood in the old ones, which are gone", () => {
  const folder = formerRepository();
  for (const name of ["README", "AppUnavailable"]) appendFileSync(join(folder, `runbooks/${name}.md`), `\nMine, of ${name}.\n`);
  const { kept } = writeTree(folder, tree);
  expect(kept).toEqual([]);
  expect(readdirSync(join(folder, "runbooks"))).toEqual([]);
  expect(contentOf(folder)).toMatch(/\nMine, of README\.\n\n## AppAvailabilityBudgetBurn\n/);
  expect(contentOf(folder)).toMatch(/\nMine, of AppUnavailable\.\n\n## AppUnreachable\n/);
  expect(contentOf(folder).replace(/\nMine, of \w+\.\n/g, "")).toBe(page.content);
  expect(writeTree(folder, tree)).toMatchObject({ changes: [], kept: [{ path: "runbooks.md", reason: "changed" }] });
});

test("a page that the person deleted is not in the new one; all of them deleted, there is none", () => {
  const folder = formerRepository();
  rmSync(join(folder, "runbooks/AppUnreachable.md"));
  writeTree(folder, tree);
  expect(contentOf(folder)).not.toContain("## AppUnreachable");
  expect(contentOf(folder)).toContain("## AppTargetsHalved");

  const none = formerRepository();
  rmSync(join(none, "runbooks"), { recursive: true });
  expect(writeTree(none, tree).kept).toEqual([{ path: "runbooks.md", reason: "deleted" }]);
  expect(existsSync(join(none, "runbooks.md"))).toBe(false);
  expect(writeTree(none, tree)).toMatchObject({ changes: [], kept: [{ path: "runbooks.md", reason: "deleted" }] });
});

test("a page of the person's own, a link and a page in the place of the new one stay as they are", () => {
  const folder = formerRepository();
  const own = "runbooks/AppNotDelivered.md"; // never written: Argo CD does not deliver here
  writeFileSync(join(folder, own), "mine\n");
  rmSync(join(folder, "runbooks/AppUnavailable.md"));
  symlinkSync("AppUnreachable.md", join(folder, "runbooks/AppUnavailable.md"));
  writeTree(folder, tree);
  expect(readFileSync(join(folder, own), "utf8")).toBe("mine\n");
  expect(lstatSync(join(folder, "runbooks/AppUnavailable.md")).isSymbolicLink()).toBe(true);
  expect(contentOf(folder)).not.toContain("mine");

  const taken = formerRepository();
  writeFileSync(join(taken, "runbooks.md"), "my own page\n");
  expect(() => writeTree(taken, tree)).toThrow("runbooks.md is a file of yours");
  expect(readdirSync(join(taken, "runbooks"))).toHaveLength(7);
});

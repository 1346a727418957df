import { mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { recordOf } from "../../src/files/base";
import { decide } from "../../src/files/decide";
import { hasRegions } from "../../src/files/regions";
import type { TreeFile } from "../../src/files/tree";
import { writeTree } from "../../src/files/write-tree";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { regionsOf } from "../../src/regions";
import { renderRepository } from "../../src/synthesis/render-portfolio";
import { applyEdits, edits } from "../support/edits";
import { temporaryFolder } from "../support/portfolio";

const docsOf = (options: object) =>
  renderRepository(resolvePortfolio({ owner: "Octo-Org", ...options }), "docs", "/nowhere/devops-portfolio-project");

const variants = [
  {},
  { availabilityTarget: 99.5, latencyTargetMs: 300 },
  { cluster: "gke", author: "Ada" },
  { appName: "shop", summary: "A shop" },
];
const trees = variants.map(docsOf);
const paths = [...trees[0]].filter(([, { ownership, content }]) => ownership === "seeded" && hasRegions(content)).map(([path]) => path);
const disk = (content: string | Buffer) => ({ content: Buffer.from(content), executable: false, isLink: false });

test("the pages in which a person speaks are theirs, with regions of facts", () => {
  expect(paths).toEqual(
    expect.arrayContaining(["README_PRO.md", "INTERVIEW.md", "docs/resume.md", "adr/README.md", "adr/0004-burn-rate-alerts.md"]),
  );
});

test("whatever a person writes into a page of theirs, and whatever the options become, every line of theirs is there afterwards", () => {
  const kinds = new Map<string, number>();
  const variant = fc.nat(variants.length - 1);
  const property = fc.property(fc.constantFrom(...paths), variant, variant, edits, fc.boolean(), (path, from, to, list, windows) => {
    const [before, file] = [trees[from].get(path), trees[to].get(path)] as [TreeFile, TreeFile];
    const { text, lines } = applyEdits(before.content, list, "person");
    const ours = windows ? text.replaceAll("\n", "\r\n") : text;
    const decision = decide(path, file, disk(ours), recordOf(before), false);
    kinds.set(decision.kind, (kinds.get(decision.kind) ?? 0) + 1);
    const after = "content" in decision ? decision.content.toString() : ours;
    const there = new Set(after.split(/\r?\n/));
    for (const line of lines) expect(there).toContain(line);
    if (ours.includes("\r\n") && after.includes("\n")) expect(after).not.toMatch(/[^\r]\n/);
    if (decision.kind === "update" || decision.kind === "same") expect(outside(after, file.content)).toEqual(outside(ours, file.content));
  });
  fc.assert(property, { numRuns: Number(process.env.RUNS ?? 600) });
  for (const kind of ["update", "merge", "conflict", "same"]) expect(kinds.get(kind)).toBeGreaterThan(10);
});

/** The lines that are in none of a template's regions. */
function outside(text: string, template: string): string[] {
  const inLines = (of: string) => regionsOf(of.split("\n")).regions;
  const regions = [...inLines(text.replaceAll("\r", "")).values()].filter(({ name }) => inLines(template).has(name));
  return text.split(/\r?\n/).filter((_, index) => !regions.some(({ first, last }) => first < index && index < last));
}

describe("a page with a region", () => {
  const page = (fact: string, prose = "prose") => `# Page\n\n${prose}\n\n<!-- facts: size -->\n${fact}\n<!-- end facts -->\n\nmore\n`;
  const file = (content: string): TreeFile => ({ content, executable: false, ownership: "seeded" });
  const decided = (ours: string | undefined, next: string, written?: string) =>
    decide(
      "x.md",
      file(next),
      ours === undefined ? undefined : disk(ours),
      written === undefined ? undefined : recordOf(file(written)),
      false,
    );

  test("gets the new fact, and keeps what the user wrote around it, byte by byte", () => {
    const ours = Buffer.concat([Buffer.from(page("1 pod", "my own words")), Buffer.from([0xff, 0x0a])]);
    const decision = decide("x.md", file(page("2 pods")), disk(ours), recordOf(file(page("1 pod"))), false);
    expect(decision).toEqual({
      kind: "update",
      content: Buffer.concat([Buffer.from(page("2 pods", "my own words")), Buffer.from([0xff, 0x0a])]),
    });
  });

  test.each([
    ["whose facts are right stays", page("2 pods", "mine"), { kind: "same" }],
    ["without the region stays", "# Page\n\nmine\n", { kind: "same" }],
    ["whose region has no end stays", page("1 pod").replace("<!-- end facts -->\n", ""), { kind: "same" }],
    ["in which the user changed the fact, too, gets both", page("one pod"), { kind: "conflict", content: expect.anything() }],
    ["that was deleted stays deleted", undefined, { kind: "kept", reason: "deleted" }],
  ])("%s", (_, ours, expected) => {
    expect(decided(ours, page("2 pods"), page("1 pod"))).toEqual(expected);
  });

  test("keeps a fact that only the user changed", () => {
    expect(decided(page("one pod"), page("1 pod"), page("1 pod"))).toEqual({ kind: "kept", reason: "changed" });
  });

  test("that a former version managed as a whole becomes the user's: replaced where they changed nothing, else merged", () => {
    const former = recordOf({ ...file("# Page\n\nold prose\n\nmore\n"), ownership: "managed" });
    const now = (ours: string) => decide("x.md", file(page("1 pod")), disk(ours), former, true);
    expect(now(former.content)).toEqual({ kind: "update", content: page("1 pod") });
    const merged = now(former.content.replace("more", "more of mine"));
    expect("content" in merged && merged.content.toString()).toContain("more of mine");
  });

  test("is rewritten on disk by each synthesis, and a link that leads out is refused", () => {
    const folder = join(temporaryFolder(), "docs");
    mkdirSync(folder);
    const write = (fact: string) => writeTree(folder, new Map([["x.md", file(page(fact))]]));
    write("1 pod");
    rmSync(join(folder, ".projen"), { recursive: true, force: true });
    expect(write("1 pod").changes.map(({ path }) => path)).toEqual([".projen/written.json"]);
    writeFileSync(join(folder, "x.md"), page("1 pod", "mine"));
    write("2 pods");
    expect(readFileSync(join(folder, "x.md"), "utf8")).toBe(page("2 pods", "mine"));
    expect(write("2 pods").changes).toEqual([]);
    unlinkSync(join(folder, "x.md"));
    expect(write("3 pods")).toMatchObject({ kept: [{ path: "x.md", reason: "deleted" }] });
  });
});

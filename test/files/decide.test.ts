import fc from "fast-check";
import { decide } from "../../src/files/decide";
import { isScript, isToolFile, type Tree, type TreeFile } from "../../src/files/tree";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { renderRepository, roles } from "../../src/synthesis/render-portfolio";
import { applyEdits, edits } from "../support/edits";

jest.setTimeout(120_000);

const variants = [
  {},
  { nodePort: 30123 },
  { title: "Another title", author: "Ada" },
  { cluster: "gke" },
  { port: 9000, replicas: 5 },
  { appName: "shop", latencyTargetMs: 200 },
] as const;

/** Every managed file of a portfolio, for each set of options. */
const trees = variants.map((options) => {
  const portfolio = resolvePortfolio({ owner: "Octo-Org", ...options });
  return new Map(
    roles.flatMap((role) =>
      [...renderRepository(portfolio, role, `/nowhere/${role}`)].map(([path, file]) => [`${role}/${path}`, file] as const),
    ),
  );
}) satisfies Tree[];

const isEdited = (path: string, { ownership }: TreeFile) => ownership === "managed" && !path.includes("/.projen/");
const paths = [...trees[0]].filter(([path, file]) => isEdited(path, file)).map(([path]) => path);
const disk = (content: string | Buffer) => ({ content: Buffer.from(content), executable: false, isLink: false });

test("whatever a person writes into any file, and whatever the options become, every line of theirs is there afterwards", () => {
  const kinds = new Map<string, number>();
  const property = fc.property(
    fc.constantFrom(...paths),
    fc.nat(variants.length - 1),
    fc.nat(variants.length - 1),
    edits,
    fc.boolean(),
    fc.constantFrom("edited", "edited", "edited", "deleted", "owned"),
    (path, from, to, list, windows, fate) => {
      const [written, file] = [trees[from].get(path), trees[to].get(path)];
      if (!written || !file) return;
      const { text, lines } = applyEdits(written.content, list, "person");
      const ours = windows ? text.replaceAll("\n", "\r\n") : text;
      if (fate === "deleted") {
        expect(decide(path, file, undefined, written, true)).toEqual({ kind: "kept", reason: "deleted" });
        return;
      }
      const ownership = fate === "owned" ? "own" : file.ownership;
      const decision = decide(path, { ...file, ownership }, disk(ours), written, true);
      if (fate === "owned") expect(decision).toEqual({ kind: "kept", reason: "own" });
      kinds.set(decision.kind, (kinds.get(decision.kind) ?? 0) + 1);
      const after = "content" in decision ? decision.content.toString() : ours;
      if (text !== written.content && decision.kind === "update") expect(text).toBe(written.content);
      const there = new Set(after.split(/\r?\n/));
      for (const line of lines) expect(there).toContain(line);
      // No shell takes the line endings of Windows.
      if (isScript(path)) expect(decision.kind === "kept" || !after.includes("\r")).toBe(true);
      else if (ours.includes("\r\n") && after.includes("\n")) expect(after).not.toMatch(/[^\r]\n/);
    },
  );
  fc.assert(property, { numRuns: 2_000 });
  for (const kind of ["merge", "conflict", "kept"]) expect(kinds.get(kind)).toBeGreaterThan(20);
});

describe("a managed file", () => {
  const file = (content: string): TreeFile => ({ content, executable: false, ownership: "managed" });
  const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join("");
  const base = text("a", "b", "c", "d", "e", "f");
  const next = text("A", "b", "c", "d", "e", "f");

  test.each([
    ["that is as it was written gets what is new", base, { kind: "update", content: next }],
    ["that is right stays", next, { kind: "same" }],
    ["with a change elsewhere gets both", base.replace("f", "mine"), { kind: "merge", content: Buffer.from(next.replace("f", "mine")) }],
    ["with a NUL byte is not touched", `${base}\0`, { kind: "kept", reason: "binary" }],
  ])("%s", (_, ours, expected) => {
    expect(decide("x", file(next), disk(ours), file(base), true)).toEqual(expected);
  });

  test("with bytes that are no UTF-8 keeps them", () => {
    const ours = Buffer.concat([Buffer.from(base), Buffer.from([0xe9, 0xff, 0x0a])]);
    const decision = decide("x", file(next), disk(ours), file(base), true);
    expect(decision).toEqual({ kind: "merge", content: Buffer.concat([Buffer.from(next), Buffer.from([0xe9, 0xff, 0x0a])]) });
  });

  test("that was deleted stays deleted, unless it is the tool's own", () => {
    expect(decide("x", file(next), undefined, file(base), true)).toEqual({ kind: "kept", reason: "deleted" });
    expect(decide(".projen/x", file(next), undefined, file(base), true)).toMatchObject({ kind: "create" });
    expect(isToolFile(".projen/x")).toBe(true);
  });

  test("that nothing records is the user's, or not touched where it was managed; one with nothing but the marker too much is written", () => {
    expect(decide("x", file(next), disk("mine\n"), undefined, false)).toEqual({ kind: "foreign" });
    expect(decide("x", file(next), disk("mine\n"), undefined, true)).toEqual({ kind: "kept", reason: "unknown" });
    expect(decide("x", file(next), disk(`# ~~ Generated by projen. To modify, edit y.\n${next}`), undefined, true)).toMatchObject({
      kind: "update",
    });
  });

  test("is not touched where git is not there", () => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      expect(decide("x", file(next), disk(base.replace("f", "mine")), file(base), true)).toEqual({ kind: "kept", reason: "git" });
    } finally {
      process.env.PATH = PATH;
    }
  });
});

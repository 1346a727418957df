import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { hasRegions } from "../../src/files/regions";
import { isToolFile, PROJENRC, type TreeFile } from "../../src/files/tree";
import { renderPortfolio } from "../../src/synthesis/render-portfolio";
import { sh } from "./command";
import { applyEdits, edits } from "./edits";
import { inProcess } from "./in-process";
import { type Generated, generate, temporaryFolder } from "./portfolio";

/** What kinds of files a portfolio has, and which it is. */
const classes: Readonly<Record<string, (path: string, file: TreeFile) => boolean>> = {
  facts: (_, { ownership, content }) => ownership === "seeded" && hasRegions(content),
  seeded: (_, { ownership }) => ownership === "seeded",
  workflow: (path) => path.startsWith(".github/"),
  script: (path) => path.endsWith(".sh") || path.endsWith(".mjs"),
  chart: (path) => path.includes("/templates/"),
  values: (path) => path.endsWith(".yaml"),
  json: (path) => path.endsWith(".json"),
  page: (path) => path.endsWith(".md"),
  other: () => true,
};

const deeds = ["changed", "conflict", "deleted", "moved", "owned", "mode", "lineEndings"] as const;
const commands = ["sync", "add", "upgrade"] as const;

interface Deed {
  readonly class: string;
  readonly file: number;
  readonly kind: (typeof deeds)[number];
  readonly list: Parameters<typeof applyEdits>[1];
}

const deed: fc.Arbitrary<Deed> = fc.record({
  class: fc.constantFrom(...Object.keys(classes)),
  file: fc.nat(1_000),
  kind: fc.constantFrom(...deeds),
  list: edits,
});
const anyCase = fc.record({
  command: fc.constantFrom(...commands),
  committed: fc.boolean(),
  deeds: fc.uniqueArray(deed, { minLength: 2, maxLength: 6, selector: (each) => `${each.class} ${each.file}` }),
});

/** Whether what a person did is still so. */
type Held = () => void;

/** Does what people do to random files, runs a command in the portfolio, and looks whether everything of theirs is still there. */
export async function expectNothingLost(cases: number): Promise<Map<string, number>> {
  const origin = generate();
  const all = filesOf(origin);
  const seen = new Map<string, number>();
  const property = fc.asyncProperty(anyCase, async ({ command, committed, deeds: list }) => {
    const root = join(temporaryFolder(), "p");
    cpSync(origin.root, root, { recursive: true });
    for (const folder of all.keys()) sh(join(root, folder), `git init --quiet && ${COMMIT}`);
    const taken = new Set<string>();
    const held: Held[] = [];
    for (const [number, each] of list.entries()) {
      const place = chosen(all, each);
      if (taken.has(place.join("/"))) continue;
      taken.add(place.join("/"));
      held.push(await done(root, place, each, `person ${number}`));
      seen.set(each.kind, (seen.get(each.kind) ?? 0) + 1);
    }
    edit(join(root, "infra-k8s", PROJENRC));
    if (committed || command === "upgrade") for (const folder of all.keys()) sh(join(root, folder), COMMIT);
    const { stderr } = await run(command, root);
    if (stderr.includes("<<<<<<<")) seen.set("marked", (seen.get("marked") ?? 0) + 1);
    for (const hold of held) hold();
    rmSync(root, { recursive: true });
  });
  await fc.assert(property, { numRuns: cases });
  return seen;
}

const COMMIT = "git add --all && git -c user.name=a -c user.email=a@b commit --quiet --allow-empty --no-gpg-sign --message=x";

function filesOf({ model, root }: Generated): Map<string, [string, TreeFile][]> {
  const isForPeople = ([path]: [string, TreeFile]) => !isToolFile(path) && path !== PROJENRC;
  return new Map(renderPortfolio(model, root).map(({ name, tree }) => [name, [...tree].filter(isForPeople)]));
}

function chosen(all: ReturnType<typeof filesOf>, { class: kind, file }: Deed): [folder: string, path: string] {
  const found = [...all].flatMap(([folder, files]) =>
    files.filter(([path, each]) => classes[kind](path, each)).map(([path]): [string, string] => [folder, path]),
  );
  return found[file % found.length];
}

/** Does it, and knows how it has to be afterwards. */
async function done(root: string, [folder, path]: [string, string], { kind, list }: Deed, who: string): Promise<Held> {
  const file = join(root, folder, path);
  const text = readFileSync(file, "utf8");
  const same = (at: string, content: string) => () => expect(readFileSync(at, "utf8")).toBe(content);
  if (kind === "deleted") {
    rmSync(file);
    return () => expect(existsSync(file)).toBe(false);
  }
  if (kind === "moved") {
    renameSync(file, `${file}.mine`);
    return () => [same(`${file}.mine`, text)(), expect(existsSync(file)).toBe(false)];
  }
  if (kind === "mode") {
    const mode = statSync(file).mode ^ 0o100;
    chmodSync(file, mode);
    return () => expect(statSync(file).mode & 0o100).toBe(mode & 0o100);
  }
  const { text: edited, lines } = kind === "conflict" ? everyOther(text, who) : applyEdits(text, list, who);
  writeFileSync(file, kind === "lineEndings" ? edited.replaceAll("\n", "\r\n") : edited);
  if (kind === "owned" && (await inProcess(["own", file], root)).status === 0) return same(file, edited);
  return () => {
    const after = readFileSync(file, "utf8");
    expect(after.split(/\r?\n/)).toEqual(expect.arrayContaining(lines));
    if (kind === "lineEndings") expect(after).not.toMatch(/[^\r]\n/);
  };
}

/** A person's own words on every other line: whatever is new meets them. */
function everyOther(text: string, who: string): { text: string; lines: string[] } {
  const all = text.split("\n").map((line, index) => (index % 2 === 0 ? `# ${who} wrote line ${index}` : line));
  return { text: all.join("\n"), lines: all.filter((line) => line.startsWith(`# ${who} wrote`)) };
}

function edit(file: string): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("nodePort: 30005", "nodePort: 30123").replace("latencyTargetMs: 250", "latencyTargetMs: 300"));
}

/** In this process: as quick as a function. */
async function run(command: (typeof commands)[number], root: string): Promise<{ stderr: string }> {
  if (command === "sync") return inProcess(["sync", join(root, "infra-k8s")], root);
  if (command === "upgrade") return inProcess(["upgrade"], root);
  await inProcess(["sync", join(root, "infra-k8s")], root); // add wants repositories that agree
  return inProcess(["add", "service", "web", "--runtime=flask", "--no-git", "--no-install"], root);
}

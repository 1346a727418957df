import { createHash } from "node:crypto";
import { RECORD } from "../../workspace/projects";
import type { Repository, SourceFile } from "../../workspace/repository";
import type { Check, Sight } from "../finding";
import { documented, pagesOf } from "../pages/pages";
import { json } from "../pages/portfolio";

export const p04: Check = {
  id: "P04",
  title: "A picture is not of what it shows",
  story:
    "diagrams/stamps.json ties each rendered diagram, light and dark, to its source, screenshots/shots.json says when each screenshot was taken. A diagram in a page is one of diagrams/*.mmd, so that the picture and the page show the same.",
  *detect(workspace) {
    const docs = documented(workspace)?.docs;
    if (!docs) return;
    yield* drawings(docs);
    yield* stamps(docs);
    yield* screenshots(docs);
  },
};

const at = (file: SourceFile, line: number, cause: string, fix: string): Sight => ({
  severity: "error",
  place: { file, line },
  evidence: "",
  cause,
  fix,
});

/** Without comments: they do not change the picture. A `%%{init}%%` directive stays. */
const plain = (lines: readonly string[]): string =>
  lines
    .filter((line) => !/^\s*%%(?!\{)/.test(line))
    .join("\n")
    .trim();

const diagramsOf = (docs: Repository): SourceFile[] => docs.under("diagrams").filter(({ name }) => name.endsWith(".mmd"));

function* drawings(docs: Repository): Generator<Sight> {
  const sources = new Set(diagramsOf(docs).map(({ lines }) => plain(lines)));
  for (const { file, page, isHeld } of pagesOf(docs))
    for (const { line, language, lines } of page.blocks)
      if (isHeld(line) && language === "mermaid" && !sources.has(plain(lines)))
        yield at(file, line, "the diagram is none of diagrams/*.mmd", "Make the source and the page the same.");
}

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** A picture is as old as its source; without one GitHub draws the source itself. */
function* stamps(docs: Repository): Generator<Sight> {
  const known = json(docs.file("diagrams/stamps.json")) ?? {};
  for (const source of diagramsOf(docs)) {
    const name = source.name.slice(0, -".mmd".length);
    for (const [variant, file] of [
      ["image", `${name}.png`],
      ["dark", `${name}-dark.png`],
    ] as const) {
      const picture = docs.file(`diagrams/${file}`);
      const stamp = known[name]?.[variant] && { source: known[name].source, image: known[name][variant] };
      const problem = picture ? staleness(stamp, source, picture) : stamp && "the picture is gone but its stamp is there";
      if (problem) yield at(picture ?? source, 1, problem, "Run npx projen diagrams.");
    }
  }
}

function staleness(stamp: { source?: string; image?: string } | undefined, source: SourceFile, picture: SourceFile): string | undefined {
  if (!stamp) return "the picture has no stamp";
  if (stamp.source !== sha256(plain(source.lines))) return "the source changed after the picture was rendered";
  return stamp.image === sha256(picture.bytes) ? undefined : "the picture is not the one that was rendered";
}

/** A screenshot comes with what it shows and when it was taken. */
function* screenshots(docs: Repository): Generator<Sight> {
  const list = docs.file("screenshots/shots.json");
  const shots: { file: string }[] = json(list)?.shots ?? [];
  const taken = new Set(shots.map(({ file }) => `screenshots/${file}`));
  for (const path of taken)
    if (!docs.has(path)) yield at(list ?? docs.file(RECORD)!, 1, `${path} is not there`, "Run npx projen screenshots.");
  for (const file of docs.under("screenshots").filter(({ name }) => name.endsWith(".png")))
    if (!taken.has(file.path))
      yield at(file, 1, "nobody knows when this was taken: it is not in screenshots/shots.json", "Run npx projen screenshots.");
}

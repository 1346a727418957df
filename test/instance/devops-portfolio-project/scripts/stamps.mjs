// A stamp ties a rendered picture to the source that it was rendered from.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const diagrams = join(root, "diagrams");
const file = join(diagrams, "stamps.json");

/** Names of the diagrams, without extension. */
export const names = () =>
  readdirSync(diagrams)
    .filter((name) => name.endsWith(".mmd"))
    .map((name) => name.slice(0, -".mmd".length))
    .sort();

/** The source without comments: they do not change the picture. */
export const source = (name) => stripComments(readFileSync(join(diagrams, `${name}.mmd`), "utf8"));

/** Mermaid without its `%%` comments; a `%%{init}%%` directive stays. */
export const stripComments = (text) =>
  text
    .split(/\r?\n/)
    .filter((line) => !/^\s*%%(?!\{)/.test(line))
    .join("\n")
    .trim();

const sha256 = (data) => createHash("sha256").update(data).digest("hex");

export const readStamps = () => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

export const writeStamps = (stamps) => writeFileSync(file, `${JSON.stringify(stamps, null, 2)}\n`);

export const stampOf = (name) => ({ source: sha256(source(name)), image: sha256(readFileSync(join(diagrams, `${name}.png`))) });

/** What is wrong with the picture of a diagram: nothing when there is none yet, since GitHub draws the source itself. */
export function staleness(name, stamps = readStamps()) {
  if (!existsSync(join(diagrams, `${name}.png`))) return stamps[name] ? "the picture is gone but its stamp is there" : undefined;
  if (!stamps[name]) return "the picture has no stamp";
  const now = stampOf(name);
  if (now.source !== stamps[name].source) return "the source changed after the picture was rendered";
  if (now.image !== stamps[name].image) return "the picture is not the one that was rendered";
  return undefined;
}

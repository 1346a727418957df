import { closest } from "../../portfolio/closest";
import { UsageError } from "../../usage-error";
import type { Command, Flags } from "../command";
import { doctorLive, isLive, liveFlags } from "../doctor-live";

const flags = {
  json: { type: "boolean", description: "Print the findings as JSON" },
  sarif: { type: "boolean", description: "Print the findings as SARIF 2.1.0, for code scanning" },
  docs: { type: "boolean", description: "Hold the documentation of a portfolio, and it alone, against its repositories beside it" },
  fix: { type: "boolean", description: "Show the changes that have one right answer, ask, and write them" },
  yes: { type: "boolean", short: "y", description: "With --fix: write them without asking, after showing them" },
  ...liveFlags,
} as const satisfies Flags;

export const doctor: Command<typeof flags> = {
  summary: "Say what is broken between the files of any repositories, or in a cluster",
  positionals: [{ name: "folder", many: true }],
  flags,
  examples: [
    "doctor",
    "doctor ../flask-app ../infra-k8s",
    "doctor --docs",
    "doctor explain D05",
    "doctor --fix",
    "doctor --live --namespace shop",
    "doctor snapshot > cluster.json",
  ],
  async run({ positionals, flags: { json, sarif, docs, fix, yes, ...given } }) {
    const word = positionals[0] === "snapshot" ? "snapshot" : undefined;
    if (yes && !fix) throw new UsageError("--yes is about --fix: give both.");
    if (fix && (json || sarif || positionals[0] === "explain"))
      throw new UsageError("--fix shows and writes changes: give it folders, and no other flag than --yes.");
    if (isLive(given, word)) {
      if (docs) throw new UsageError("--docs is about files, and a cluster has none: ask for one after the other.");
      if (fix) throw new UsageError("--fix is about files: a cluster is never changed.");
      if (sarif) throw new UsageError("--sarif is about files: a cluster has none. Give --json.");
      if (positionals.length > (word ? 1 : 0))
        throw new UsageError("A cluster and folders are looked at one after the other: give no folder.");
      return doctorLive(given, word, json === true, widthOf());
    }
    // A bundle of its own: no other command pays for it.
    const { consult, explain, isFolder, known } = await import("../../doctor/doctor.js");
    const width = widthOf();
    if (positionals[0] === "explain") {
      if (json || sarif || positionals.length > 2) throw new UsageError("explain takes the id of one check, and no flags.");
      const story = explain(positionals[1] ?? "", width);
      if (story === undefined) throw new UsageError(noCheck(positionals[1], known()));
      process.stdout.write(story);
      return;
    }
    if (json && sarif) throw new UsageError("--json and --sarif are two forms of one report: give one of them.");
    if (docs && positionals.length > 1) throw new UsageError("--docs takes one folder: that of the docs repository.");
    const missing = positionals.find((path) => !isFolder(path));
    if (missing !== undefined) throw new UsageError(`${missing} is no folder: give the folders of repositories, or none for this one.`);
    if (fix) await repairs(positionals, yes === true);
    const { version } = (await import("../../package-root.js")).packageManifest();
    const { text, broken } = consult({ paths: positionals, docs, format: json ? "json" : sarif ? "sarif" : "table", version, width });
    process.stdout.write(text);
    if (broken) process.exitCode = 1;
  },
};

/** Shows what has one right answer, and writes it when it may. What is left is reported as ever. */
async function repairs(paths: readonly string[], yes: boolean): Promise<void> {
  const { repairsOf } = await import("../../doctor/doctor.js");
  const { diff, files, write } = repairsOf(paths);
  if (files === 0) return void process.stdout.write("Nothing here can be mended by itself.\n\n");
  process.stdout.write(`${diff}\n`);
  if (!yes && !process.stdin.isTTY) throw new UsageError("--fix asks before it writes, and there is no terminal to ask: give --yes, too.");
  if (yes || (await (await import("../prompts.js")).confirmed(files === 1 ? "Write this file?" : `Write these ${files} files?`))) write();
}

const widthOf = (): number => Math.min(process.stdout.columns ?? 80, 100);

function noCheck(id: string | undefined, ids: readonly string[]): string {
  const guess = id && closest(id, ids);
  return `There is no check ${id ?? "without an id"}${guess ? `; did you mean ${guess}?` : `. Its id is one of ${ids.join(", ")}.`}`;
}

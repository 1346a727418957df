import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { generate, temporaryFolder } from "../support/portfolio";
import type { Result } from "./measure";
import { spentBy } from "./spent";

const PORTFOLIOS = 67; // of three repositories each

/** What reading repositories costs: seconds of the processor, since other programs take their share of the clock. */
export function benchDoctor(): Result[] {
  const { app, infra, docs } = generate({ owner: "ada" });
  const [folder, more] = [temporaryFolder(), temporaryFolder()];
  for (const repository of [app, infra, docs]) cpSync(repository, join(folder, repository.split("/").at(-1)!), { recursive: true });
  for (let at = 0; at < PORTFOLIOS; at++) {
    mkdirSync(join(more, String(at)));
    for (const name of readdirSync(folder)) cpSync(join(folder, name), join(more, String(at), name), { recursive: true });
  }
  const all = readdirSync(more).flatMap((at) => readdirSync(folder).map((name) => join(more, at, name)));
  const [one, half, whole] = [readdirSync(folder).map((name) => join(folder, name)), all.slice(0, all.length / 2), all].map((paths) =>
    spentBy(["doctor", "--json", ...paths]),
  );
  return [
    { what: "doctor on one portfolio", value: one!.seconds, unit: "s CPU", reach: 1, note: `${one!.megabytes.toFixed(0)} MB` },
    {
      what: `doctor on ${all.length} repositories`,
      value: whole!.seconds,
      unit: "s CPU",
      reach: 20,
      note: `${whole!.megabytes.toFixed(0)} MB`,
    },
    { what: "its memory, to that of half as many", value: whole!.megabytes / half!.megabytes, unit: "×", reach: 1.2 },
  ];
}

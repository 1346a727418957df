import { examineLive, type LiveDiagnosis } from "../../src/doctor/live/examine";
import { generate } from "./portfolio";
import { World } from "./world";

export const generated = generate();

/** What the doctor says of a world after a change. */
export function diagnosis(change: (world: World) => void, ...skipped: Parameters<typeof examineLive>[1] & object): LiveDiagnosis {
  const world = World.of(generated);
  change(world);
  return examineLive(world.snapshot(), skipped);
}

/** A change of a healthy world, and the link of the chain that must be named, and nothing else. */
export type Broken = [what: string, link: string, change: (world: World) => void];

export function named(_: string, link: string, change: (world: World) => void): void {
  const { findings } = diagnosis(change);
  const broken = findings.filter(({ severity }) => severity === "error");
  expect(broken.map((finding) => finding.link)).toEqual([link]);
  for (const { cause, fix } of broken) expect([cause, fix].filter((text) => text.trim() === "")).toEqual([]);
}

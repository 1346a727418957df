import { examineLive } from "../../src/doctor/live/examine";
import { generate } from "./portfolio";
import { World } from "./world";

export const generated = generate();

export interface Verdict {
  readonly status: number;
  /** The link that verify.sh names. */
  readonly link?: string;
  /** The links that the doctor names as broken, of the same world. */
  readonly doctor: readonly string[];
  readonly stdout: string;
}

/** What verify.sh and the doctor say of a world after a change. */
export async function verdict(change: (world: World) => void, ...args: string[]): Promise<Verdict> {
  const world = World.of(generated);
  change(world);
  const { status, stdout, stderr } = await world.verify("--timeout", "1", ...args);
  if (status !== 0 && !stdout.includes("BROKEN")) throw new Error(`${stdout}${stderr}`);
  const { findings } = examineLive(world.snapshot());
  const doctor = findings.filter(({ severity }) => severity === "error").map(({ link }) => link);
  return { status, link: /^BROKEN: ([a-z-]+): .+\n {2}fix: .+$/m.exec(stdout)?.[1], doctor, stdout };
}

/** A change of a healthy world, and the link of the chain that both must name, and nothing else. */
export type Broken = [what: string, link: string, change: (world: World) => void];

export async function named(_: string, link: string, change: (world: World) => void): Promise<void> {
  expect(await verdict(change)).toMatchObject({ status: 1, link, doctor: [link] });
}

import { generate } from "./portfolio";
import { World } from "./world";

export const generated = generate();

/** What verify.sh says of a world after a change: its exit code and the link that it names. */
export async function verdict(
  change: (world: World) => void,
  ...args: string[]
): Promise<{ status: number; link?: string; stdout: string }> {
  const world = World.of(generated);
  change(world);
  const { status, stdout, stderr } = await world.verify("--timeout", "1", ...args);
  if (status !== 0 && !stdout.includes("BROKEN")) throw new Error(`${stdout}${stderr}`);
  return { status, link: /^BROKEN: ([a-z-]+): .+\n {2}fix: .+$/m.exec(stdout)?.[1], stdout };
}

/** A change of a healthy world, and the link of the chain that verify.sh must name. */
export type Broken = [what: string, link: string, change: (world: World) => void];

export async function named(_: string, link: string, change: (world: World) => void): Promise<void> {
  expect(await verdict(change)).toMatchObject({ status: 1, link });
}

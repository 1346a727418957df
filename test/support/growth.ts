/** Below this much processor time, in milliseconds, a growth says more of the machine than of the code. */
const MEASURABLE = 300;

/** A growth below this is not that of a square. */
export const LINEAR = 9;

/** Processor time in milliseconds: others may be at work on the machine. */
function cost(run: () => void): number {
  const from = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/**
 * How many times as much four times the input costs: about 4 where the cost is linear, 16 where it is quadratic.
 * 1 for what costs too little to be compared. A ratio of one run, so it holds on a slow machine, too.
 */
export function growth(run: (size: number) => void, size: number): number {
  const quarter = Math.round(size / 4);
  run(quarter); // compiles the code
  const whole = cost(() => run(size));
  if (whole < MEASURABLE) return 1;
  return (
    whole /
    Math.min(
      cost(() => run(quarter)),
      cost(() => run(quarter)),
    )
  );
}

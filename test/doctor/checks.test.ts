import { checks } from "../../src/doctor/checks";
import { cases } from "./cases";
import { errorsOf, findingsOf, type Tree } from "./support";

function repaired(broken: Tree, repair: Readonly<Record<string, string | null>>): Tree {
  const entries = Object.entries({ ...broken, ...repair }).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(entries);
}

test("every check that reports errors has its worlds", () => {
  const covered = new Set(cases.map(({ id }) => id));
  expect(checks.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

describe.each(cases)("$id, $what", ({ id, broken, file, repair, lookAlike }) => {
  test("broken: found at its file, and nothing else", () => {
    const errors = errorsOf(broken);
    expect(errors.map((error) => [error.id, error.file])).toEqual([[id, file]]);
    expect(errors[0]!.fix).not.toBe("");
  });

  test("repaired: no finding of it", () => expect(findingsOf(repaired(broken, repair), id)).toEqual([]));

  if (lookAlike) test("a look-alike that is healthy: no error", () => expect(errorsOf(lookAlike)).toEqual([]));
});

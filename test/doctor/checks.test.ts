import { checks } from "../../src/doctor/checks";
import { chain } from "./cases/chain";
import { delivery } from "./cases/delivery";
import { monitoring } from "./cases/monitoring";
import { objects } from "./cases/objects";
import { weak } from "./cases/weak";
import { errorsOf, findingsOf, type Tree } from "./support";

const cases = [...chain, ...monitoring, ...delivery, ...objects, ...weak];

function repaired(broken: Tree, repair: Readonly<Record<string, string | null>>): Tree {
  const entries = Object.entries({ ...broken, ...repair }).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(entries);
}

test("every check has its worlds, and an id of its own", () => {
  const ids = checks.map(({ id }) => id);
  expect(ids.filter((id) => !cases.some((one) => one.id === id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(cases)("$id, $what", ({ id, broken, file, severity = "error", repair, lookAlike }) => {
  test("broken: found at its file, and no error beside it", () => {
    const found = findingsOf(broken).filter((finding) => finding.id === id || finding.severity === "error");
    expect(found.map((finding) => [finding.id, finding.severity, finding.file])).toEqual([[id, severity, file]]);
    expect(found[0]!.fix).not.toBe("");
  });

  test("repaired: no finding of it", () => expect(findingsOf(repaired(broken, repair), id)).toEqual([]));

  if (lookAlike) test("a look-alike that is healthy: no error", () => expect(errorsOf(lookAlike)).toEqual([]));
});

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

test("a value that no template reads, and an input that no step reads, are told of once, whatever their names", () => {
  const tree = {
    "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
    "chart/values.yaml": "a: 1\nb: 2\nc++: 3\n",
    "chart/templates/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: {{ .Values.a | quote }}}\n",
    ".github/workflows/a.yaml": "on: {workflow_dispatch: {inputs: {c++: {}}}}\njobs: {a: {runs-on: self-hosted, steps: [{run: make}]}}\n",
  };
  const found = findingsOf(tree).filter(({ file, id }) => file === "chart/values.yaml" || id === "E35");
  expect(found.map(({ id, line }) => [id, line])).toEqual(
    expect.arrayContaining([
      ["E18", 2],
      ["E18", 3],
      ["E35", 1],
    ]),
  );
  expect(found).toHaveLength(3);
});

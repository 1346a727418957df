import { checks } from "../../src/doctor/checks";
import { addresses } from "./cases/addresses";
import { assumed, taken } from "./cases/assumed";
import { calls } from "./cases/calls";
import { chain } from "./cases/chain";
import { commands } from "./cases/commands";
import { delivery } from "./cases/delivery";
import { documents } from "./cases/documents";
import { doubtful } from "./cases/doubtful";
import { gates } from "./cases/gates";
import { delivered, gitops } from "./cases/gitops";
import { images } from "./cases/images";
import { leftovers } from "./cases/leftovers";
import { lookAlikes } from "./cases/look-alikes";
import { mistaken } from "./cases/mistaken";
import { monitoring } from "./cases/monitoring";
import { objects } from "./cases/objects";
import { pipelines } from "./cases/pipelines";
import { refused } from "./cases/refused";
import { retired } from "./cases/retired";
import { stacks } from "./cases/stacks";
import { unmet } from "./cases/unmet";
import { weak } from "./cases/weak";
import { findingsOf, type Tree } from "./support";

const cases = [
  ...addresses,
  ...chain,
  ...monitoring,
  ...delivery,
  ...objects,
  ...weak,
  ...calls,
  ...pipelines,
  ...images,
  ...stacks,
  ...leftovers,
  ...gates,
  ...documents,
  ...retired,
  ...doubtful,
  ...commands,
  ...refused,
  ...assumed,
  ...gitops,
  ...unmet,
];
const healthy = [
  ...lookAlikes,
  ...mistaken,
  ...taken,
  ...delivered,
  ...cases.flatMap(({ id, what, lookAlike }) => (lookAlike ? [{ id, what, tree: lookAlike }] : [])),
];

function repaired(broken: Tree, repair: Readonly<Record<string, string | null>>): Tree {
  const entries = Object.entries({ ...broken, ...repair }).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(entries);
}

test("every check has its three worlds (broken, repaired, a healthy one that looks like it), and an id of its own", () => {
  const ids = checks.map(({ id }) => id);
  // Those of a portfolio's documentation have their worlds in docs.test.ts: whole portfolios.
  const others = ids.filter((id) => !id.startsWith("P"));
  expect(others.filter((id) => !cases.some((one) => one.id === id) || !healthy.some((one) => one.id === id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(cases)("$id, $what", ({ id, broken, file, severity = "error", repair }) => {
  test("broken: found at its file, and no error beside it", () => {
    const found = findingsOf(broken).filter((finding) => finding.id === id || finding.severity === "error");
    expect(found.map((finding) => [finding.id, finding.severity, finding.file])).toEqual([[id, severity, file]]);
    expect(found[0]!.fix).not.toBe("");
  });

  test("repaired: no finding of it", () => expect(findingsOf(repaired(broken, repair), id)).toEqual([]));
});

test.each(healthy)("$id, a healthy world that looks like it ($what): nothing of it, and no error", ({ id, tree }) =>
  expect(findingsOf(tree).filter((finding) => finding.id === id || finding.severity === "error")).toEqual([]),
);

test("what others released and somebody unpacked here breaks nobody's build: a weakness at most", () => {
  const chart = {
    "Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.23.6\n",
    "templates/map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mesh}\n{{ if .Values.a }}\n",
  };
  const below = (folder: string) => Object.fromEntries(Object.entries(chart).map(([path, text]) => [`${folder}/${path}`, text]));
  const severities = (tree: Tree) => findingsOf(tree, "E19").map(({ severity }) => severity);
  expect(severities(below("mesh-1.23.6"))).toEqual(["error"]);
  expect(severities({ ...below("mesh-1.23.6"), "mesh-1.23.6/LICENSE": "Apache License\n" })).toEqual(["warning"]);
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

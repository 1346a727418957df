import { examineLive } from "../../../src/doctor/live/examine";
import { generated } from "../../support/verdict";
import { World } from "../../support/world";

jest.setTimeout(180_000); // a loaded machine

const { appNamespace: namespace } = generated.portfolio;

/** What is advised in a cluster that was looked at by its context. */
const fixes = (change: (world: World) => void): (readonly [string, string])[] => {
  const world = World.of(generated);
  change(world);
  return examineLive({ ...world.snapshot(), context: "shop" }).findings.map(({ link, fix }) => [link, fix]);
};

test("a command is for the context that was looked at", () => {
  let pod = "";
  const found = fixes((world) => {
    pod = world.stuck({ reason: "ErrImagePull", message: "toomanyrequests" }).metadata.name;
  });
  expect(found).toEqual([["pod-image-pull", `kubectl --context shop -n ${namespace} describe pod ${pod} says why`]]);
});

test.each([
  ["rules-labels", "ruleSelector", "prometheusrule"],
  ["servicemonitor-labels", "serviceMonitorSelector", "servicemonitor"],
] as const)("%s: the labels that are wanted, or the option of the monitoring where none are", (link, selector, kind) => {
  const wants = (value: object | undefined) => (world: World) => {
    world.prometheus.spec[selector] = value;
  };
  const [[labels, label = ""] = []] = fixes(wants({ matchLabels: { release: "other", team: "shop" } }));
  expect(labels).toBe(link);
  expect(label).toMatch(new RegExp(`: kubectl --context shop -n \\S+ label ${kind} \\S+ release=other team=shop --overwrite$`));
  for (const value of [undefined, { matchExpressions: [{ key: "x", operator: "Exists" }] }]) {
    const [[other, option] = []] = fixes(wants(value));
    expect(other).toBe(link);
    expect(option).toMatch(new RegExp(`^Set prometheus\\.prometheusSpec\\.${selector} `));
  }
});

import { generate } from "../support/portfolio";
import { threeServices } from "../support/several";
import { stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

const at = (calls: string[], part: string) => calls.findIndex((line) => line.includes(part));
const POD = "--selector=app.kubernetes.io/instance=express-app";

test("the evidence of a failure comes first: it is gone soonest", async () => {
  const { status, calls } = await stage("status", ["--all"], { up: true });
  expect(status).toBe(0);
  const evidence = [`describe pods ${POD}`, `logs ${POD}`, "--previous", "get events"].map((part) => at(calls, part));
  expect(evidence).not.toContain(-1);
  expect(Math.max(...evidence)).toBeLessThan(at(calls, "get nodes"));
});

test("what one may not see hides nothing else, and is said at the end", async () => {
  const { status, stderr, calls } = await stage("status", ["--all"], { up: true, env: { FORBIDDEN: "1" } });
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/not shown: kubectl get nodes\n/) });
  expect(at(calls, "servicemonitors.monitoring.coreos.com")).toBeGreaterThan(at(calls, "get nodes"));
});

test("what one may not see of one service hides none of the others", async () => {
  const { status, calls } = await stage("status", [], { infra: generate(threeServices).infra, up: true, env: { FORBIDDEN: "1" } });
  expect(status).toBe(1);
  for (const name of ["shop-api", "web", "jobs"]) expect(calls).toContain(`helm --kube-context octo-org-infra-k8s list -n ${name}`);
});

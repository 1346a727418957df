import { stage } from "../support/stage";

jest.setTimeout(180_000); // a loaded machine

const at = (calls: string[], part: string) => calls.findIndex((line) => line.includes(part));

test("the newest ReplicaSet comes first, by its number and not by its name", async () => {
  const { status, calls } = await stage("status", ["--all"], { up: true });
  expect(status).toBe(0);
  expect(at(calls, "describe pods -l pod-template-hash=new")).toBeGreaterThan(-1);
  expect(at(calls, "describe pods -l pod-template-hash=old")).toBe(-1);
  expect(at(calls, "logs pod/one")).toBeLessThan(at(calls, "get nodes"));
});

test("what one may not see hides nothing else, and is said at the end", async () => {
  const { status, stderr, calls } = await stage("status", ["--all"], { up: true, env: { FORBIDDEN: "1" } });
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/not shown: Cluster 'octo-org-infra-k8s'\n/) });
  expect(at(calls, "history express-app")).toBeGreaterThan(at(calls, "get nodes"));
});

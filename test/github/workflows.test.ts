import { needsOf } from "../../src/github/workflows";
import { written } from "../doctor/support";

const needs = (...workflows: string[]) =>
  needsOf(written(Object.fromEntries(workflows.map((text, index) => [`.github/workflows/${index}.yaml`, text]))));

const deploy = "jobs: {deploy: {environment: minikube, env: {TOKEN: '${{ secrets.TOKEN }}'}}}\n";

test("environments and secrets are what the workflows name", () => {
  expect(needs(deploy, "jobs: {a: {environment: {name: staging}}, b: {environment: 1}}\n")).toEqual({
    environments: ["minikube", "staging", "1"],
    secrets: ["TOKEN"],
  });
});

test("an environment that only the run knows is not expected", () => {
  expect(needs("jobs: {a: {environment: '${{ inputs.to }}'}, b: {environment: {name: 'x-${{ inputs.to }}'}}}\n").environments).toEqual([]);
});

test.each([
  ["no YAML", "jobs: {a: ${{ secrets.BROKEN }}"],
  ["two documents", "jobs: {}\n---\na: ${{ secrets.BROKEN }}\n"],
  ["a list", "- ${{ secrets.BROKEN }}\n"],
  ["nothing", ""],
  ["a job without a body", "jobs: {a: }\n"],
  ["jobs without a job", "jobs:\n"],
  ["an environment without a name", "jobs: {a: {environment: }, b: {environment: {url: x}}, c: {environment: [x]}}\n"],
])("of a workflow that is %s nothing is expected, and of the others what they say", (_, text) => {
  expect(needs(text, deploy)).toEqual({ environments: ["minikube"], secrets: ["TOKEN"] });
});

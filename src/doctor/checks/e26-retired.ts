import type { Workspace } from "../../workspace/workspace";
import { part, textValue } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";
import { unmaintained } from "./e26-unmaintained";

/** API versions that no supported Kubernetes serves, and their successors. */
const GONE: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^extensions\/v1beta1$/, /^(Deployment|DaemonSet|ReplicaSet)$/, "apps/v1"],
  [/^apps\/v1beta[12]$/, /^(Deployment|DaemonSet|ReplicaSet|StatefulSet)$/, "apps/v1"],
  [/^(extensions|networking\.k8s\.io)\/v1beta1$/, /^(Ingress|IngressClass|NetworkPolicy)$/, "networking.k8s.io/v1"],
  [/^policy\/v1beta1$/, /^(PodDisruptionBudget|PodSecurityPolicy)$/, "policy/v1"],
  [/^autoscaling\/v2beta[12]$/, /^HorizontalPodAutoscaler$/, "autoscaling/v2"],
  [/^batch\/v1beta1$/, /^CronJob$/, "batch/v1"],
  [/^rbac\.authorization\.k8s\.io\/v1(alpha1|beta1)$/, /Role|Binding/, "rbac.authorization.k8s.io/v1"],
  [/^apiextensions\.k8s\.io\/v1beta1$/, /^CustomResourceDefinition$/, "apiextensions.k8s.io/v1"],
];

/** Those whose successor is written alike. */
const SAME = /^(policy\/v1beta1 PodDisruptionBudget|autoscaling\/v2beta2 |batch\/v1beta1 |rbac\.authorization\.k8s\.io\/v1(alpha1|beta1) )/;

/** Versions of actions that GitHub itself fails, and machines that it took away. */
const FAILED = /^actions\/(?:(?:upload|download)-artifact@v[123]|cache@v[12])(?:\.|$)/;
const MACHINES = /^(ubuntu-(16|18|20)\.04|macos-(10\.15|11|12|13)|windows-20(16|19))$/;

export const e26: Check = {
  id: "E26",
  title: "An API version, action, machine, image or chart that is retired, or another controller's Ingress",
  story:
    'Symptom: `no matches for kind "Ingress" in version "extensions/v1beta1"`, `This request has been automatically failed because it uses a deprecated version of actions/upload-artifact`, or a job that waits for a runner without end.',
  *detect(workspace) {
    for (const object of workspace.objects) {
      const next = GONE.find(([version, kind]) => version.test(object.apiVersion) && kind.test(object.kind))?.[2];
      if (next)
        yield {
          severity: "error",
          place: object.at("apiVersion"),
          repair: SAME.test(`${object.apiVersion} ${object.kind}`)
            ? { place: object.at("apiVersion"), from: object.apiVersion, to: next }
            : undefined,
          evidence: `${object.kind} of ${object.apiVersion}`,
          cause: "No supported Kubernetes serves this API version any more, so the object is refused",
          fix: `Write it for ${next}.`,
        };
    }
    yield* workflows(workspace);
    yield* unmaintained(workspace);
  },
};

function* workflows(workspace: Workspace): Generator<Sight> {
  for (const workflow of workspace.workflows) {
    for (const job of workflow.jobs) {
      const machine = textValue(part(job.value, "runs-on")) ?? "";
      if (MACHINES.test(machine))
        yield {
          severity: "error",
          place: workflow.at(...job.path, "runs-on"),
          evidence: `runs-on: ${machine}`,
          cause: "GitHub took this machine away, so the job waits for a runner that never comes",
          fix: "Use ubuntu-24.04, or another that GitHub offers.",
        };
    }
    for (const step of workflow.steps) {
      if (FAILED.test(step.uses ?? ""))
        yield {
          severity: "error",
          place: workflow.at(...step.path, "uses"),
          evidence: `uses: ${step.uses}`,
          cause: "GitHub fails every run that uses this version of the action",
          fix: "Use its current version, pinned to a commit.",
        };
    }
  }
}

import { containersOf, isWorkload } from "../../workspace/kube";
import { part, textValue } from "../../workspace/yaml";
import { isPublic } from "../chain";
import type { Check } from "../finding";

const SERVES = ["Deployment", "StatefulSet", "DaemonSet", "Rollout"];

export const b01: Check = {
  id: "D25",
  title: "The image has a tag that moves, so a new one is not rolled out",
  story:
    "Symptom: `helm upgrade` or `kubectl apply` says unchanged and the old code keeps running. With the same tag the pod's description does not change, so nothing is restarted.",
  *detect(workspace) {
    for (const object of workspace.objects.filter(isWorkload)) {
      for (const { value, path } of containersOf(object)) {
        const image = textValue(value.image) ?? "";
        if (!image || isPublic(image) || /[$<{@]/.test(image) || !/(:latest$)|^[^:]*(?:\/[^:]*)?$/.test(image)) continue;
        yield {
          severity: "warning",
          place: object.at(...path, "image"),
          evidence: `image: ${image}`,
          cause: "The tag latest does not change from build to build, so a deployment does not notice a new image",
          fix: "Deploy the tag of the commit, or the digest.",
        };
      }
    }
  },
};

export const b09: Check = {
  id: "E27",
  title: "No probes",
  story: "Symptom: requests fail while a pod starts or hangs. Without a readiness probe a pod gets traffic as soon as its process runs.",
  *detect(workspace) {
    for (const object of workspace.objects.filter(({ kind }) => SERVES.includes(kind))) {
      const lacking = containersOf(object).find(
        ({ value, init }) => !init && part(value, "ports") && !part(value, "readinessProbe") && !isPublic(textValue(value.image) ?? ""),
      );
      if (lacking)
        yield {
          severity: "warning",
          place: object.at(...lacking.path),
          evidence: `container ${textValue(lacking.value.name)}`,
          cause: "Kubernetes cannot tell when this container is ready, so it gets traffic too early",
          fix: "Add a readinessProbe, and a livenessProbe that asks nothing else.",
        };
    }
  },
};

export const b10: Check = {
  id: "E28",
  title: "No resources",
  story: "Symptom: the node runs out of memory, or the scheduler puts too much on it. Without requests the scheduler counts nothing.",
  *detect(workspace) {
    for (const object of workspace.objects.filter(({ kind }) => SERVES.includes(kind))) {
      const lacking = containersOf(object).find(
        ({ value, init }) =>
          !init && !part(value, "resources", "requests") && !part(value, "resources", "limits") && !isPublic(textValue(value.image) ?? ""),
      );
      if (lacking)
        yield {
          severity: "warning",
          place: object.at(...lacking.path),
          evidence: `container ${textValue(lacking.value.name)}`,
          cause: "The container requests no resources, so the scheduler takes it for nothing",
          fix: "Add resources.requests for cpu and memory, and a limit for memory.",
        };
    }
  },
};

export const e16: Check = {
  id: "E16",
  title: "replicas beside an autoscaler",
  story: "Symptom: each deployment sets the number of pods back; with Argo CD's self-heal the two fight without end.",
  *detect(workspace) {
    for (const hpa of workspace.ofKind("HorizontalPodAutoscaler")) {
      const target = workspace.objects.find(
        (object) =>
          object.kind === hpa.get("spec", "scaleTargetRef", "kind") &&
          object.name === hpa.get("spec", "scaleTargetRef", "name") &&
          object.unit === hpa.unit,
      );
      if (!target || target.get("spec", "replicas") === undefined) continue;
      yield {
        severity: "warning",
        place: target.at("spec", "replicas"),
        evidence: `replicas: ${target.get("spec", "replicas")}; ${hpa.id}`,
        cause: "The autoscaler decides on the number of pods, and each deployment sets it back",
        fix: "Leave replicas out where an autoscaler scales.",
      };
    }
  },
};

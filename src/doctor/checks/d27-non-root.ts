import { containersOf, isWorkload, podPath } from "../../workspace/kube";
import { part } from "../../workspace/yaml";
import { buildOf } from "../chain";
import type { Check } from "../finding";

export const d27: Check = {
  id: "D27",
  title: "runAsNonRoot with an image whose user is no number, or root",
  story:
    "Symptom: `CreateContainerConfigError: container has runAsNonRoot and image has non-numeric user (appuser), cannot verify user is non-root`, or `image will run as root`. The kubelet does not read /etc/passwd of the image.",
  *detect(workspace) {
    for (const object of workspace.objects.filter(isWorkload)) {
      for (const container of containersOf(object)) {
        const pod = object.get(...podPath(object), "spec", "securityContext");
        const own = part(container.value, "securityContext");
        const nonRoot = part(own, "runAsNonRoot") ?? part(pod, "runAsNonRoot");
        const user = part(own, "runAsUser") ?? part(pod, "runAsUser");
        if (nonRoot !== true || user !== undefined) continue;
        const build = buildOf(workspace, container);
        if (!build) continue;
        const { dockerfile } = build;
        const base = dockerfile.stages.at(-1)?.image ?? "";
        const set = dockerfile.user;
        if (
          set
            ? /^\d/.test(set.text) && !/^0(:|$)/.test(set.text)
            : !/^(python|node|golang|alpine|ubuntu|debian|openjdk|eclipse-temurin|maven|ruby|php|nginx)(:|$)/.test(base)
        )
          continue;
        if (set && /\$/.test(set.text)) continue;
        yield {
          severity: "error",
          place: dockerfile.at(set?.line ?? dockerfile.stages.at(-1)!.line),
          evidence: `${set ? `USER ${set.text}` : "no USER"}; ${object.id} sets runAsNonRoot: true without runAsUser`,
          cause:
            set && !/^(root|0)/.test(set.text)
              ? "The kubelet cannot tell that a user given by name is not root, so the container is not started"
              : "The image runs as root, which the pod forbids, so the container is not started",
          fix: "Use a number in the Dockerfile (USER 10001), or set runAsUser in the pod.",
        };
      }
    }
  },
};

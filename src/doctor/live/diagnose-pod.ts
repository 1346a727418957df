import type { ContainerStatus, Pod } from "../../live/kube";
import type { View } from "../../live/snapshot";
import { kubectl } from "./command";
import { type Break, broken, type LiveFinding } from "./finding";
import type { LinkName } from "./links";

/** What the kubelet says of a pod, in every place where it says something. */
interface Symptoms {
  readonly pod: Pod;
  readonly states: readonly ContainerStatus[];
  readonly reasons: readonly string[];
  readonly texts: readonly string[];
  readonly text: string;
  readonly image: string;
  readonly log: string;
}

type Told = Omit<Break, "object">;
type Cause = readonly [LinkName, (symptoms: Symptoms, view: View) => Told | undefined];

/** Why a pod is not ready: the first of these causes that fits. */
export function diagnosePod(view: View, pod: Pod): LiveFinding {
  const symptoms = symptomsOf(view, pod);
  for (const [link, tell] of causes) {
    const told = tell(symptoms, view);
    if (told) return broken(link, { object: pod, ...told });
  }
  return broken("pod-starting", { object: pod, cause: `Pod ${pod.metadata.name} is not ready yet`, fix: kubectl(view, pod, "describe") });
}

function symptomsOf(view: View, pod: Pod): Symptoms {
  const { name, namespace } = pod.metadata;
  const states = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const log = view.snapshot.logs[name] ?? "";
  const events = view
    .list("Event", namespace)
    .filter(({ involvedObject }) => involvedObject?.name === name)
    .sort((a, b) => ((a.lastTimestamp ?? a.eventTime ?? "") < (b.lastTimestamp ?? b.eventTime ?? "") ? -1 : 1));
  const said = states.flatMap(({ state, lastState }) => [state?.waiting, state?.terminated, lastState?.terminated]);
  const texts = [...said.flatMap((one) => one?.message ?? []), ...events.flatMap(({ message }) => message ?? []), log].filter(Boolean);
  const image = pod.spec?.containers.map((container) => container.image).join(", ") ?? "";
  const reasons = states.flatMap(({ state }) => state?.waiting?.reason ?? []);
  return { pod, states, reasons, texts, text: texts.join("\n"), image, log };
}

const who = ({ pod }: Symptoms): string => `Pod ${pod.metadata.name}`;
const line = ({ texts }: Symptoms, pattern: RegExp): string | undefined =>
  texts
    .filter((text) => pattern.test(text))
    .at(-1)
    ?.slice(0, 200);

const FOREIGN = /exec format error|no match(ing manifest)? for (platform|linux\/)/;
const PROBE = /(Readiness|Startup|Liveness) probe failed/;

const causes: readonly Cause[] = [
  [
    "pod-image-architecture",
    (symptoms) =>
      FOREIGN.test(symptoms.text)
        ? {
            field: "status.containerStatuses",
            evidence: line(symptoms, FOREIGN),
            cause: `${who(symptoms)}: the image ${symptoms.image} has nothing for the architecture of the node`,
            fix: "Build it for the platform of the nodes: docker buildx build --platform linux/amd64,linux/arm64; kubectl get nodes -L kubernetes.io/arch says which that is",
          }
        : undefined,
  ],
  [
    "pod-image-name",
    (symptoms) =>
      symptoms.reasons.includes("InvalidImageName")
        ? {
            field: "spec.containers[].image",
            evidence: symptoms.image,
            cause: `${who(symptoms)}: ${symptoms.image} is not a valid image name`,
            fix: "Image names are in lower case: correct image.repository in the values and deploy again",
          }
        : undefined,
  ],
  ["pod-image-pull", pull],
  [
    "pod-config",
    (symptoms) =>
      symptoms.reasons.some((reason) => /^CreateContainer(Config)?Error$/.test(reason))
        ? {
            field: "status.containerStatuses[].state.waiting",
            evidence: symptoms.states.flatMap(({ state }) => state?.waiting?.message ?? [])[0],
            cause: `${who(symptoms)}: ${symptoms.states.flatMap(({ state }) => state?.waiting?.message ?? [])[0] ?? "the container cannot be created"}`,
            fix: "A numeric USER in the Dockerfile; every Secret and ConfigMap that the pod names must exist",
          }
        : undefined,
  ],
  ["pod-memory", memory],
  [
    "pod-unschedulable",
    (symptoms) => {
      const condition = symptoms.pod.status?.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
      return condition
        ? {
            field: "status.conditions[PodScheduled]",
            evidence: condition.message,
            cause: `${who(symptoms)}: ${condition.message}`,
            fix: "Fewer or smaller pods (replicas, resources.requests), or a bigger cluster: kubectl describe nodes shows what is requested",
          }
        : undefined;
    },
  ],
  [
    "pod-probe",
    (symptoms, view) =>
      line(symptoms, PROBE) === undefined
        ? undefined
        : {
            field: "spec.containers[].readinessProbe",
            evidence: line(symptoms, PROBE),
            cause: `${who(symptoms)}: ${line(symptoms, PROBE)}`,
            fix: `The path and the port of the probes must be those of the application; its log: ${kubectl(view, symptoms.pod, "logs").replace(" pod ", " ")}`,
          },
  ],
  [
    "pod-crash",
    (symptoms, view) =>
      symptoms.states.some(({ restartCount = 0 }) => restartCount > 0)
        ? {
            field: "status.containerStatuses[].restartCount",
            evidence: symptoms.log.slice(-300),
            cause: `${who(symptoms)} ends and is started again: ${symptoms.log.slice(-300) || "no log"}`,
            fix: `The end of the last run: ${kubectl(view, symptoms.pod, "logs", "--previous").replace(" pod ", " ")}`,
          }
        : undefined,
  ],
];

function pull(symptoms: Symptoms, view: View): Told | undefined {
  const { reasons, text, image } = symptoms;
  const field = "status.containerStatuses[].state.waiting.reason";
  const told = (cause: string, fix: string): Told => ({
    field,
    evidence: line(symptoms, /pull|manifest|authorize|denied/i) ?? reasons[0],
    cause: `${who(symptoms)}: ${cause}`,
    fix,
  });
  if (reasons.includes("ErrImageNeverPull"))
    return { ...told(`${image} is not on the node and must not be pulled`, `Load it: minikube image load ${image}`), heals: false };
  if (!reasons.some((reason) => /^(ErrImagePull|ImagePullBackOff)$/.test(reason))) return undefined;
  if (/401|403|unauthorized|denied/i.test(text))
    return told(
      `the registry refuses ${image}`,
      "Make the package public (its settings > Change visibility), or name a secret of type kubernetes.io/dockerconfigjson in imagePullSecrets",
    );
  if (/not found|manifest unknown/i.test(text)) return told(`${image} does not exist`, "Push that tag, or deploy one that exists");
  return told(`${image} cannot be pulled`, `${kubectl(view, symptoms.pod, "describe")} says why`);
}

function memory(symptoms: Symptoms): Told | undefined {
  const { states, pod } = symptoms;
  const killed = states.some((one) => [one.state, one.lastState].some((state) => state?.terminated?.reason === "OOMKilled"));
  if (!killed) return undefined;
  const limits = pod.spec?.containers.map(({ name, resources }) => `${name} ${resources?.limits?.memory ?? "without a limit"}`).join(", ");
  return {
    field: "status.containerStatuses[].lastState.terminated.reason",
    evidence: `OOMKilled; ${limits}`,
    cause: `${who(symptoms)} was killed at its memory limit`,
    fix: `Raise resources.limits.memory in the values (now: ${limits})`,
  };
}

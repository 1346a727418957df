/** A change of one part of one object, by the path of its parts; `undefined` takes the part away. */
export interface Change {
  readonly object: "Deployment" | "Service" | "ServiceMonitor";
  readonly path: readonly (string | number)[];
  /** What stands there afterwards, from what stood there before. */
  readonly to: (before: unknown) => unknown;
}

export interface Drill {
  readonly name: string;
  /** What whoever drills is told to look for: never what was changed. */
  readonly symptom: string;
  /** The check of `doctor --live` that names it, by the name of its link. */
  readonly link: string;
  /** What it was, for the one who is graded. */
  readonly answer: string;
  /** Words of which an answer needs one. */
  readonly words: RegExp;
  readonly change: Change;
}

const container = ["spec", "template", "spec", "containers", 0] as const;
const endpoint = ["spec", "endpoints", 0] as const;

/** Faults that each break one thing of a running service; `drill end` puts it back. */
export const drills: readonly Drill[] = [
  {
    name: "lost-pods",
    symptom: "Requests to the Service are refused, although its pods run and are ready.",
    link: "service-selector",
    answer: "the selector of the Service matched no pod",
    words: /selector|label/i,
    change: { object: "Service", path: ["spec", "selector", "drill"], to: () => "nobody" },
  },
  {
    name: "closed-door",
    symptom: "Requests to the Service fail with `connection refused`; the pods are ready.",
    link: "service-target-port",
    answer: "targetPort of the Service was no port of the container",
    words: /target ?port|port/i,
    change: { object: "Service", path: ["spec", "ports", 0, "targetPort"], to: () => 9 },
  },
  {
    name: "unseen",
    symptom: "The target is gone from Status > Targets, and nothing reports an error.",
    link: "servicemonitor-labels",
    answer: "the ServiceMonitor lacked the label that Prometheus selects",
    words: /label|release/i,
    change: { object: "ServiceMonitor", path: ["metadata", "labels", "release"], to: () => undefined },
  },
  {
    name: "empty-pool",
    symptom: "The scrape pool is there with no target: 0/0 up.",
    link: "service-labels",
    answer: "the ServiceMonitor selected a label that the Service lacks",
    words: /selector|label|matchlabels/i,
    change: { object: "ServiceMonitor", path: ["spec", "selector", "matchLabels", "drill"], to: () => "nobody" },
  },
  {
    name: "dropped",
    symptom: "Prometheus discovers the pods and drops every one of them.",
    link: "service-port-name",
    answer: "the ServiceMonitor named a port that the Service does not have",
    words: /port/i,
    change: { object: "ServiceMonitor", path: [...endpoint, "port"], to: () => "drill" },
  },
  {
    name: "wrong-door",
    symptom: "The target is DOWN with `server returned HTTP status 404 Not Found`.",
    link: "metrics-path",
    answer: "the path of the ServiceMonitor was not that of the program",
    words: /path|404/i,
    change: { object: "ServiceMonitor", path: [...endpoint, "path"], to: () => "/drill" },
  },
  {
    name: "no-image",
    symptom: "The rollout hangs: a new pod never becomes ready, and the old ones go on.",
    link: "pod-image-pull",
    answer: "the tag of the image did not exist",
    words: /image|tag|pull/i,
    change: {
      object: "Deployment",
      path: [...container, "image"],
      to: (before) => `${String(before).replace(/@.*$|:[^:/]*$/, "")}:drill-does-not-exist`,
    },
  },
  {
    name: "never-ready",
    symptom: "A new pod runs and never becomes ready; its log shows nothing wrong.",
    link: "pod-probe",
    answer: "the readiness probe asked a path that the program does not answer",
    words: /probe|readiness|path/i,
    change: { object: "Deployment", path: [...container, "readinessProbe", "httpGet", "path"], to: () => "/drill" },
  },
  {
    name: "no-memory",
    symptom: "A new pod is killed again and again a moment after its start.",
    link: "pod-memory",
    answer: "the memory limit was below what the program needs",
    words: /memory|oom|limit/i,
    change: {
      object: "Deployment",
      path: [...container, "resources"],
      to: () => ({ requests: { memory: "8Mi" }, limits: { memory: "8Mi" } }),
    },
  },
  {
    name: "no-settings",
    symptom: "A new pod is made and its container is never started.",
    link: "pod-config",
    answer: "the container took its environment from a ConfigMap that did not exist",
    words: /config ?map|config|envfrom/i,
    change: {
      object: "Deployment",
      path: [...container, "envFrom"],
      to: (before) => [...(Array.isArray(before) ? before : []), { configMapRef: { name: "drill-does-not-exist" } }],
    },
  },
];

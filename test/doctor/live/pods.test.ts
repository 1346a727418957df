import { type Broken, named } from "../../support/verdict";

jest.setTimeout(180_000); // a loaded machine

test.each<Broken>([
  [
    "the probe never succeeds",
    "pod-probe",
    (w) => {
      w.stuck({ reason: "x" }, { state: { running: {} } });
      w.event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404");
    },
  ],
  [
    "the registry has no image for the node (containerd)",
    "pod-image-architecture",
    (w) => {
      w.stuck({ reason: "ImagePullBackOff" });
      w.event("Failed", 'failed to pull and unpack image "ghcr.io/x": no match for platform in manifest: not found');
    },
  ],
  [
    "the registry has no image for the node (docker)",
    "pod-image-architecture",
    (w) => {
      w.stuck({ reason: "ErrImagePull", message: "no matching manifest for linux/arm64/v8 in the manifest list entries" });
    },
  ],
  [
    "the program is for another processor",
    "pod-image-architecture",
    (w) => {
      w.stuck({ reason: "CrashLoopBackOff" }, { restartCount: 2 });
      w.log = "exec /usr/local/bin/node: exec format error";
    },
  ],
  [
    "the image is private",
    "pod-image-pull",
    (w) => {
      w.stuck({ reason: "ImagePullBackOff" });
      w.event("Failed", "failed to authorize: 401 Unauthorized");
    },
  ],
  [
    "the image does not exist",
    "pod-image-pull",
    (w) => {
      w.stuck({ reason: "ErrImagePull", message: "manifest unknown" });
    },
  ],
  [
    "the image was never loaded",
    "pod-image-pull",
    (w) => {
      w.stuck({ reason: "ErrImageNeverPull" });
    },
  ],
  [
    "the image name has capitals",
    "pod-image-name",
    (w) => {
      w.stuck({ reason: "InvalidImageName" });
    },
  ],
  [
    "the image runs as root",
    "pod-config",
    (w) => {
      w.stuck({ reason: "CreateContainerConfigError", message: "container has runAsNonRoot and image will run as root" });
    },
  ],
  [
    "the memory does not suffice",
    "pod-memory",
    (w) => {
      w.stuck({ reason: "CrashLoopBackOff" }, { restartCount: 1, lastState: { terminated: { reason: "OOMKilled" } } });
    },
  ],
  [
    "the program crashes",
    "pod-crash",
    (w) => {
      w.stuck({ reason: "CrashLoopBackOff" }, { restartCount: 3 });
      w.log = "TypeError: undefined";
    },
  ],
  [
    "the node is full",
    "pod-unschedulable",
    (w) => {
      w.pods[0].status = {
        phase: "Pending",
        conditions: [{ type: "PodScheduled", status: "False", message: "0/1 nodes are available: 1 Insufficient memory." }],
      };
    },
  ],
])("when %s it names %s", named);

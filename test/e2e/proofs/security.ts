import { isDeepStrictEqual } from "node:util";
import { type AppRuntime, runtimes } from "../../../src/portfolio/runtimes";
import type { Proof, Scene } from "../scene";
import { must } from "../shell";
import { deployedByRole } from "./deployer";

/** 2: the namespace enforces the restricted standard, and the pods live with it. */
export const security: Proof = {
  name: "2 security",
  async run(scene) {
    await scene.story.proof("2 restricted pod security is enforced and the pods are admitted", () => enforced(scene));
    await scene.story.proof("2 read-only file system, numeric user, no token", () => confined(scene));
    await scene.story.proof("2 the README's Role for a cloud suffices to deploy, prove and take back, and reaches nothing else", () =>
      deployedByRole(scene),
    );
  },
};

async function enforced({ kube, portfolio, shell }: Scene): Promise<void> {
  const namespace = await kube.get("namespace", portfolio.namespace);
  must(namespace.metadata.labels["pod-security.kubernetes.io/enforce"] === "restricted", "the namespace does not enforce restricted");
  const image = (await kube.get("deployment", portfolio.name)).spec.template.spec.containers[0].image;
  const refused = await shell.run("kubectl", ["-n", portfolio.namespace, "run", "intruder", `--image=${image}`], { mayFail: true });
  must(refused.code !== 0 && /violates PodSecurity "restricted/.test(refused.stderr), `a plain pod was not refused: ${refused.stderr}`);
  must((await kube.pods(portfolio.name)).length > 0, "no pod of the application was admitted");
}

/** What a process of the container may do. It is asked in the language of the runtime, since the image need not have a shell. */
const inspections: Readonly<Record<AppRuntime["baseImage"]["name"], readonly string[]>> = {
  node: [
    "node",
    "--eval",
    `const { existsSync, readFileSync } = require("node:fs");
     const mounts = readFileSync("/proc/self/mounts", "utf8").split("\\n").map((line) => line.split(" "));
     const mode = (folder) => mounts.find(([, place]) => place === folder)[3].split(",")[0];
     const status = Object.fromEntries(readFileSync("/proc/self/status", "utf8").split("\\n").map((line) => line.split(":\\t")));
     console.log(JSON.stringify({ root: mode("/"), tmp: mode("/tmp"), uid: process.getuid(),
       token: existsSync("/var/run/secrets/kubernetes.io"), capabilities: status.CapEff, noNewPrivileges: status.NoNewPrivs }));`,
  ],
  python: [
    "python",
    "-c",
    `import json, os
mounts = [line.split(" ") for line in open("/proc/self/mounts")]
def mode(folder):
    return next(options for _, place, _, options, *_ in mounts if place == folder).split(",")[0]
status = dict(line.rstrip().split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
print(json.dumps({"root": mode("/"), "tmp": mode("/tmp"), "uid": os.getuid(),
    "token": os.path.exists("/var/run/secrets/kubernetes.io"), "capabilities": status["CapEff"], "noNewPrivileges": status["NoNewPrivs"]}))`,
  ],
};

async function confined({ kube, portfolio }: Scene): Promise<void> {
  const [pod] = await kube.pods(portfolio.name);
  const found = JSON.parse(await kube.run("exec", pod.metadata.name, "--", ...inspections[runtimes[portfolio.runtime].baseImage.name]));
  const wanted = {
    root: "ro", // how it is mounted: a user who owns nothing could not write in either case
    tmp: "rw",
    uid: pod.spec.securityContext.runAsUser,
    token: false,
    capabilities: "0000000000000000",
    noNewPrivileges: "1",
  };
  must(isDeepStrictEqual(found, wanted), `the container has ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

import type { Proof, Scene } from "../scene";
import { must } from "../shell";

/** 2: the namespace enforces the restricted standard, and the pods live with it. */
export const security: Proof = {
  name: "2 security",
  async run(scene) {
    await scene.story.proof("2 restricted pod security is enforced and the pods are admitted", () => enforced(scene));
    await scene.story.proof("2 read-only file system, numeric user, no token", () => confined(scene));
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

async function confined({ kube, portfolio }: Scene): Promise<void> {
  const [pod] = await kube.pods(portfolio.name);
  // What each line does inside the container, and what it must print.
  const probes: [string, string][] = [
    ["touch /app/x /x 2>/dev/null; ls /app/x /x 2>/dev/null; echo end", "end"],
    ["touch /tmp/x && echo writable", "writable"],
    ["id -u", String(pod.spec.securityContext.runAsUser)],
    ["test -e /var/run/secrets/kubernetes.io && echo token || echo none", "none"],
    ["sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status", "0000000000000000"],
    ["sed -n 's/^NoNewPrivs:[[:space:]]*//p' /proc/self/status", "1"],
  ];
  for (const [command, wanted] of probes) {
    const found = await kube.run("exec", pod.metadata.name, "--", "sh", "-c", command);
    must(found === wanted, `${command}: ${found} instead of ${wanted}`);
  }
}

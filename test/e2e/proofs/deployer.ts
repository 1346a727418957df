import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kube } from "../kube";
import type { Scene } from "../scene";
import { must, type RunOptions } from "../shell";

const name = "deployed-app";
const user = "deployer";

/**
 * Deploys as who holds no more than the Role in the README of an EKS portfolio: everything that its workflow does, on the cluster of
 * the suite. The Role is taken from the README, so that the two cannot differ.
 */
export async function deployedByRole(scene: Scene): Promise<void> {
  const { shell, portfolio, monitoring } = scene;
  const root = mkdtempSync(join(tmpdir(), "portfolio-e2e-deployer-"));
  const infra = join(root, "portfolio/infra-k8s");
  const options = ["--yes", "--owner", "Octo-Org", "--runtime", portfolio.runtime, "--app-name", name, "--cluster", "eks", "--no-install"];
  await portfolio.command([join(root, "portfolio"), ...options]);
  const context = await shell.read("kubectl", ["config", "current-context"]);
  const admin = { KUBE_CONTEXT: context };
  const script = (script: string, args: readonly string[], env: Record<string, string>, more: RunOptions = {}) =>
    shell.run(join(infra, "scripts", `${script}.sh`), args, { cwd: infra, seconds: 600, env, ...more });
  try {
    await script("up", ["--yes", "--no-app", "--no-monitoring"], admin); // the namespace
    await shell.run("sh", ["-euc", roleCommands(readFileSync(join(infra, "README.md"), "utf8"))], { env: { SUBJECT: `--user=${user}` } });
    const deployer = { ...admin, KUBECONFIG: await kubeconfigOf(scene, root) };
    const may = async (...what: string[]) => {
      const { stdout } = await shell.run("kubectl", ["auth", "can-i", ...what], { env: deployer, mayFail: true });
      return stdout.trim() === "yes";
    };
    must(!(await may("get", "secrets", "-n", monitoring.namespace)), "the Role reads Secrets of the monitoring");
    must(!(await may("get", "pods", "-n", portfolio.namespace)), "the Role reaches other namespaces");

    const image = (await scene.kube.get("deployment", portfolio.name)).spec.template.spec.containers[0].image;
    await script("deploy", ["--yes"], { ...deployer, IMAGE: image });
    await script("smoke", [], deployer);
    await script("verify", ["--timeout", "420"], deployer);
    await script("deploy", ["--yes", "--", "--set", "replicas=1"], { ...deployer, IMAGE: image });
    await script("deploy", ["--undo", "--yes"], deployer);
    // What a failed deployment leaves is shown; of others nothing is, and that is said.
    const { stderr } = await script("status", ["--all"], deployer, { mayFail: true });
    const hidden = /not shown: kubectl -n (\S+) get events [^,]*, kubectl get nodes, helm list -n \1, kubectl -n \1 get pods$/m;
    must(hidden.test(stderr), `the Role does not show what it should:\n${stderr}`);
  } finally {
    await script("down", ["--app", "--yes"], admin).catch(() => undefined);
    await new Kube(shell, monitoring.namespace).run("delete", "role,rolebinding", `${name}-deploy`, "--ignore-not-found");
    await shell.run("kubectl", ["delete", "namespace", name, "--ignore-not-found", "--timeout=120s"], { mayFail: true });
    rmSync(root, { recursive: true, force: true });
  }
}

/** What the README lets an administrator type, from the first Role to the last binding. */
function roleCommands(readme: string): string {
  const [commands] = /^kubectl -n \S+ apply -f - <<'YAML'[\s\S]*^kubectl -n \S+ create rolebinding .*$/m.exec(readme) ?? [];
  if (commands === undefined) throw new Error("the README of the infra repository has no Role for who deploys");
  return commands;
}

/** The suite's own kubeconfig, acting as a user who has nothing but what was bound. @returns its path */
async function kubeconfigOf({ shell }: Scene, folder: string): Promise<string> {
  const config = JSON.parse(await shell.read("kubectl", ["config", "view", "--raw", "--minify", "--flatten", "-o", "json"]));
  for (const entry of config.users) entry.user.as = user;
  const file = join(folder, "kubeconfig");
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

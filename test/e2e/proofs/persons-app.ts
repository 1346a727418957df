import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Scene } from "../scene";
import { eventually, must } from "../shell";

/** Makes the app of `test/e2e/adopted` that is called like the portfolio a person's repository, and adopts it: nothing of it changes. */
export async function adoptedApp({ shell, portfolio }: Scene, flags: readonly string[], without?: string): Promise<void> {
  const { app, name, root } = portfolio;
  cpSync(resolve(__dirname, "../adopted", name), app, { recursive: true });
  if (without) rmSync(join(app, without));
  const git = (...args: string[]) => shell.read("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], { cwd: app });
  for (const args of [
    ["init", "--quiet"],
    ["symbolic-ref", "HEAD", "refs/heads/main"],
    ["add", "."],
    ["commit", "--quiet", "-m", "Mine"],
  ])
    await git(...args);
  await portfolio.command(["adopt", name, "--yes", "--owner", "Octo-Org", ...flags], { cwd: root });
  const changes = (await git("diff", "--name-status", "--no-renames", "main", "devops-portfolio")).split("\n");
  must(
    changes.every((line) => line.startsWith("A\t")),
    `more than new files:\n${changes.join("\n")}`,
  );
  const allowed = without ? 14 : 12; // with the Dockerfile, and .dockerignore
  must(changes.length <= allowed, `${changes.length} new files`);
  must((await git("status", "--porcelain")) === "", "the work tree is not clean");
}

export async function notScraped({ prometheus, kube, portfolio: { name } }: Scene): Promise<void> {
  const targets = (await prometheus.targets()).filter(({ labels }) => labels.job === name);
  must(targets.length === 0, `there are ${targets.length} targets`);
  const monitors = await kube.list("servicemonitors", `app.kubernetes.io/instance=${name}`);
  must(monitors.length === 0, "there is a ServiceMonitor");
}

export async function evaluated({ prometheus, portfolio: { name } }: Scene): Promise<void> {
  await eventually(120, async () => {
    const all = (await prometheus.groups()).filter((group) => group.name.startsWith(name)).flatMap((group) => group.rules);
    must(all.length > 0, "Prometheus knows no rule of it");
    const wrong = all.filter(({ health }) => health !== "ok");
    must(wrong.length === 0, wrong.map(({ name: rule, lastError }) => `${rule}: ${lastError}`).join("\n"));
  });
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Proof, Scene } from "../scene";
import { must, type Shell } from "../shell";

/** 8: what a person sees. */
export const browser: Proof = {
  name: "8 browser",
  async run(scene) {
    await scene.story.proof("8 the page opens in Chromium without a console error", () => pageIsClean(scene));
    await scene.story.proof("8 the docs repository takes its screenshots", () => screenshots(scene));
  },
};

/** The page as Chromium has it after its scripts, and what its console says. */
export async function openPage(shell: Shell, url: string): Promise<{ dom: string; messages: string[] }> {
  const candidates = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = await shell.read("sh", ["-c", `for name in ${candidates.join(" ")}; do command -v $name && break; done`]);
  must(found, "no Chromium is installed");
  // Chromium's sandbox does not work for root; only our own page is opened.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const args = ["--headless", ...sandbox, "--enable-logging=stderr", "--log-level=0", "--virtual-time-budget=5000", "--dump-dom"];
  const { stdout: dom, stderr } = await shell.run(found, [...args, url], { seconds: 60 });
  return { dom, messages: stderr.split("\n").filter((line) => /:CONSOLE[:(]/.test(line)) };
}

async function pageIsClean({ shell, portfolio }: Scene): Promise<void> {
  const { dom, messages } = await openPage(shell, `${await portfolio.address()}/`);
  must(messages.length === 0, `the console says:\n${messages.join("\n")}`);
  must(dom.includes(portfolio.name) && dom.includes("</html>"), `the page is ${dom.slice(0, 300)}`);
}

async function screenshots({ portfolio, prometheus, story }: Scene): Promise<void> {
  await portfolio.task("docs", "screenshots", { env: { APP_URL: await portfolio.address() } });
  const { shots } = JSON.parse(readFileSync(join(portfolio.docs, "screenshots/shots.json"), "utf8")) as { shots: { file: string }[] };
  const files = shots.map(({ file }) => file);
  must(files.includes("application.png"), `only ${files.join(" ")} were taken`);
  for (const file of files) must(existsSync(join(portfolio.docs, "screenshots", file)), `${file} is not there`);
  // A Prometheus that was built without its pages answers them with an error.
  if (await prometheus.hasPages()) must(files.includes("targets.png"), "the targets page was not taken");
  await portfolio.task("docs", "check");
  story.fact(`${portfolio.name}: screenshots`, files.join(" "));
}

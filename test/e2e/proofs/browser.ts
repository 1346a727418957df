import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findBrowser } from "../../support/browser";
import { drawPanels } from "../panels";
import type { Proof, Scene } from "../scene";
import { must, type Shell } from "../shell";

/** 8: what a person sees. */
export const browser: Proof = {
  name: "8 browser",
  async run(scene) {
    await scene.story.proof("8 the page opens in Chromium without a console error", () => pageIsClean(scene));
    await scene.story.proof("8 the page works at both widths, light and dark, and axe has no finding", () => pageIsForEverybody(scene));
    await scene.story.proof("8 every panel of the dashboard can be drawn from what Prometheus answers", () => panels(scene));
    await scene.story.proof("8 the docs repository takes its screenshots", () => screenshots(scene));
  },
};

/** The page as Chromium has it after its scripts, and what its console says. */
export async function openPage(shell: Shell, url: string): Promise<{ dom: string; messages: string[] }> {
  const { executablePath, args: sandbox } = findBrowser();
  const args = ["--headless", ...sandbox, "--enable-logging=stderr", "--log-level=0", "--virtual-time-budget=5000", "--dump-dom"];
  const { stdout: dom, stderr } = await shell.run(executablePath, [...args, url], { seconds: 60 });
  return { dom, messages: stderr.split("\n").filter((line) => /:CONSOLE[:(]/.test(line)) };
}

async function pageIsClean({ shell, portfolio }: Scene): Promise<void> {
  const { dom, messages } = await openPage(shell, `${await portfolio.address()}/`);
  must(messages.length === 0, `the console says:\n${messages.join("\n")}`);
  must(/id="ready"[^>]*>yes</.test(dom), "the page does not show that the pod is ready");
  must(dom.includes(portfolio.name) && dom.includes("</html>"), `the page is ${dom.slice(0, 300)}`);
}

/** The numbers move when requests are sent, nothing is cut off, and a screen reader finds its way. */
async function pageIsForEverybody({ portfolio }: Scene): Promise<void> {
  const browser = await chromium.launch(findBrowser());
  try {
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [390, 1280]) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        await page.goto(await portfolio.address());
        await page.getByRole("button", { name: "Send 50 requests" }).click();
        await page.getByText("50 sent, 0 failed").waitFor({ timeout: 60_000 });
        await page.waitForFunction('Number(document.getElementById("rate").textContent) > 0', undefined, { timeout: 30_000 });
        const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
        must(tooWide <= 0, `at ${width} px the page is ${tooWide} px too wide`);
        await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
        const found = await page.evaluate<string[]>("axe.run().then(({ violations }) => violations.map(({ id }) => id))");
        must(found.length === 0, `axe, ${colorScheme}, ${width} px: ${found.join(" ")}`);
        await page.close();
      }
  } finally {
    await browser.close();
  }
}

/** The picture stays in the report's folder. */
async function panels(scene: Scene): Promise<void> {
  const browser = await chromium.launch(findBrowser());
  try {
    const page = await browser.newPage();
    const count = await drawPanels(page, scene);
    await page.screenshot({ path: join(scene.story.folder, "dashboard.png"), fullPage: true });
    // For the README.
    await page.evaluate('document.body.classList.add("short")');
    await page.locator("body").screenshot({ path: join(scene.story.folder, "dashboard-short.png") });
    scene.story.fact(`${scene.portfolio.name}: panels drawn`, String(count));
  } finally {
    await browser.close();
  }
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

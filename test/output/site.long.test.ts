import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { parse } from "yaml";
import { findBrowser } from "../support/browser";
import { generateFresh } from "../support/portfolio";
import { lookAt, type Sight, type Site, serveSite, stayHere } from "../support/site";

/** The documentation as a site: built by the commands of its own workflow, and every page of it opened in Chromium. */
const odd = Math.random().toString(36).slice(2, 8);
const [title, docsRepository] = [`Notes of ${odd}`, `notes-${odd}`];
const summary = "A service with {{ braces }} & <b>signs</b> in its summary.";
const { docs } = generateFresh({ pages: true, docsRepository, title, summary });
const looks = (["light", "dark"] as const).flatMap((scheme) => [390, 1280].map((width) => [scheme, width] as const));
let browser: Browser;
let site: Site;

beforeAll(async () => {
  const { jobs } = parse(readFileSync(join(docs, ".github/workflows/pages.yaml"), "utf8"));
  const { run } = jobs.build.steps.find(({ name }: { name?: string }) => name === "Build the site");
  execFileSync("bash", ["-euo", "pipefail", "-c", run], { cwd: docs, stdio: ["ignore", "ignore", "inherit"] });
  site = await serveSite(join(docs, ".vitepress/dist"), `/${docsRepository}/`);
  browser = await chromium.launch(findBrowser());
}, 1_800_000);

afterAll(async () => {
  await browser?.close();
  site?.server.close();
});

const open = async (colorScheme: "light" | "dark", width: number): Promise<Page> => {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  await stayHere(page);
  return page;
};

const withoutAnchor = (url: string) => url.replace(/#.*/, "");

/** Every page that can be reached from the first one, by its address. */
async function walk(page: Page): Promise<Map<string, Sight>> {
  const seen = new Map<string, Sight>();
  for (const waiting = [site.address]; waiting.length > 0; ) {
    const url = waiting.pop()!;
    if (seen.has(url)) continue;
    const sight = await lookAt(page, url);
    seen.set(url, sight);
    waiting.push(...sight.links.map(withoutAnchor));
  }
  return seen;
}

test.each(looks)(
  "every page is whole, and its links lead somewhere: %s at %d px",
  async (scheme, width) => {
    const page = await open(scheme, width);
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(`${page.url()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("response", (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
    const seen = await walk(page);
    await page.close();
    const whole = { tooWide: 0, brokenPictures: [], undrawn: [], serious: [] };
    expect([...seen].map(([url, { problems }]) => ({ url, ...problems }))).toEqual([...seen.keys()].map((url) => ({ url, ...whole })));
    expect(complaints).toEqual([]);

    const anchors = [...seen.values()].flatMap(({ links }) => links).filter((link) => link.includes("#"));
    expect(anchors.length).toBeGreaterThan(10);
    const isThere = (link: string) => seen.get(withoutAnchor(link))!.ids.includes(decodeURIComponent(new URL(link).hash.slice(1)));
    expect(anchors.filter((link) => !isThere(link))).toEqual([]);

    const pathOf = (url: string) => url.slice(site.address.length).replace(/\.html$/, "");
    const pages = new Map([...seen].map(([url, sight]) => [pathOf(url), sight]));
    const drawn = [...pages].filter(([, sight]) => sight.drawn > 0).map(([path]) => path);
    expect(drawn.sort()).toEqual(["", "README_PRO", "README_TECH"]);
    const paths = [...pages.keys()];
    expect(paths).toEqual(expect.arrayContaining(["adr/", "runbooks/", "drills/", "screenshots/", "runbooks/AppUnavailable"]));
    for (const { braces } of pages.values()) expect(["", "{{ braces }}"]).toContain([...new Set(braces)].join());
  },
  1_200_000,
);

/** How light the arrows of the only diagram are, from 0 to 255; below 0 while it is not drawn. */
const LIGHTNESS = `(() => {
  const line = document.querySelector("pre.mermaid svg :is(.flowchart-link, .messageLine0)");
  return line ? Math.max(...getComputedStyle(line).stroke.match(/\\d+/g).slice(0, 3).map(Number)) : -1;
})()`;

test("the diagrams follow the switch between light and dark, also on the next page", async () => {
  const page = await open("light", 1280);
  await lookAt(page, site.address);
  const becomes = (condition: string) =>
    page.waitForFunction(`((lightness) => ${condition})(${LIGHTNESS})`, undefined, { timeout: 60_000 });
  await becomes("lightness >= 0 && lightness < 128");
  await page.locator(".VPSwitchAppearance:visible").first().click();
  await becomes("lightness > 128");
  await page.getByRole("link", { name: "In five minutes" }).first().click();
  await page.waitForURL("**/README_PRO*");
  await becomes('lightness > 128 && document.querySelector("pre.mermaid .messageLine0") !== null');
  await page.locator(".VPSwitchAppearance:visible").first().click();
  await becomes("lightness >= 0 && lightness < 128");
  expect(await page.title()).toContain(title);
  expect((await page.locator(".VPNavBarTitle").textContent())?.trim()).toBe(title);
  expect(await page.locator(".vp-doc").textContent()).toContain(summary);
  await page.close();
}, 300_000);

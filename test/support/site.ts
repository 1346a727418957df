import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Page } from "playwright-core";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

export interface Site {
  readonly address: string;
  readonly server: Server;
}

/** Serves a built site as GitHub Pages does: below a path, `/page` for `page.html`, and 404 for what is not there. */
export async function serveSite(folder: string, base: string): Promise<Site> {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://site");
    const path = pathname.startsWith(base) ? join(folder, decodeURIComponent(pathname.slice(base.length))) : "";
    const file = [path, `${path}.html`, join(path, "index.html")].find((each) => path && existsSync(each) && statSync(each).isFile());
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(file ?? "")] ?? "text/plain" });
    if (file) createReadStream(file).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`, server };
}

/** A page that is open: what is wrong with it, and where it leads. */
export interface Sight {
  readonly problems: {
    /** In pixels. */
    readonly tooWide: number;
    readonly brokenPictures: readonly string[];
    /** The text of the diagrams that are not drawn, or drawn as an error. */
    readonly undrawn: readonly string[];
    /** What axe finds serious or critical: the rule and where. */
    readonly serious: readonly string[];
  };
  /** Diagrams. */
  readonly drawn: number;
  /** What stands between double braces outside code: the expressions of a theme that was not rendered do, too. */
  readonly braces: readonly string[];
  readonly ids: readonly string[];
  /** Within the site. */
  readonly links: readonly string[];
}

const LOOK = `(async () => {
  const links = [...document.querySelectorAll("a[href]")].map(({ href }) => href).filter((href) => new URL(href).origin === location.origin);
  const diagrams = [...document.querySelectorAll("pre.mermaid")];
  const isDrawn = (block) => block.querySelector("svg")?.getBoundingClientRect().width > 100 && !/Syntax error/.test(block.textContent);
  const words = document.body.cloneNode(true);
  for (const code of words.querySelectorAll("pre, code, script, style")) code.remove();
  const { violations } = await axe.run();
  return {
    problems: {
      tooWide: document.documentElement.scrollWidth - innerWidth,
      brokenPictures: [...document.images].filter(({ complete, naturalWidth }) => !complete || naturalWidth === 0).map(({ src }) => src),
      undrawn: diagrams.filter((block) => !isDrawn(block)).map((block) => block.textContent.slice(0, 200)),
      serious: violations
        .filter(({ impact }) => ["serious", "critical"].includes(impact))
        .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => id + ": " + target + " " + any.map(({ message }) => message))),
    },
    drawn: diagrams.filter(isDrawn).length,
    braces: words.textContent.match(/{{.*?}}/gs) ?? [],
    ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
    links: [...new Set(links)],
  };
})()`;

/** Pictures of other hosts, as badges are, are theirs. */
export async function stayHere(page: Page): Promise<void> {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
  await page.route(/^(?!http:\/\/127\.0\.0\.1:)/, (route) => route.fulfill({ contentType: "image/svg+xml", body: svg }));
}

const DRAWN = '[...document.querySelectorAll("pre.mermaid")].every((block) => block.querySelector("svg"))';

/** Opens a page, lets it draw its diagrams, and looks at it. */
export async function lookAt(page: Page, url: string): Promise<Sight> {
  await page.goto(url, { waitUntil: "networkidle", timeout: 120_000 });
  await page.waitForFunction(DRAWN, undefined, { timeout: 60_000 }).catch(() => undefined); // undrawn says which
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  return page.evaluate<Sight>(LOOK);
}

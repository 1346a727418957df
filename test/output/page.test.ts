import { readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { repositoryRoot } from "../support/command";

const html = readFileSync(join(repositoryRoot, "templates/app/page/page.html"), "utf8");
const paths = { info: "/api/info", work: "/api/work", health: "/health", ready: "/ready", metrics: "/metrics" };

/** What a pod has counted: requests of users, those of them that failed, and what the page itself asked. */
interface Pod {
  readonly name: string;
  readonly started: number;
  requests: number;
  failed: number;
}

function exposition({ started, requests, failed }: Pod): string {
  const count = (route: string, status: number, value: number) => [
    `http_request_duration_seconds_bucket{le="0.1",method="GET",route="${route}",status="${status}"} ${value * 0.9}`,
    `http_request_duration_seconds_bucket{le="0.5",method="GET",route="${route}",status="${status}"} ${value}`,
    `http_request_duration_seconds_bucket{le="+Inf",method="GET",route="${route}",status="${status}"} ${value}`,
    `http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"} ${value}`,
  ];
  const own = count("/api/info", 200, requests * 7);
  return [`process_start_time_seconds ${started}`, ...count("/api/work", 200, requests - failed), ...count("/", 500, failed), ...own].join(
    "\n",
  );
}

/** The page, the pods that answer it in turn, and a clock that only the test moves. */
function open(pods: readonly Pod[], links: Readonly<Record<string, string>>) {
  const facts = { name: "shop", title: "Shop", version: "1.2.3", revision: "abc", runtime: "Express", paths, links };
  const { window } = new JSDOM(html.replace("{}</script>", `${JSON.stringify(facts)}</script>`), {
    runScripts: "outside-only",
    pretendToBeVisual: true,
  });
  let [now, turn] = [0, 0];
  let again: () => Promise<void> = () => Promise.resolve();
  Object.assign(window, {
    AbortSignal,
    setTimeout: (callback: () => Promise<void>) => {
      again = callback;
    },
    fetch: async (path: string, { cache }: RequestInit) => {
      // A browser lets requests for one address wait for each other, unless they pass its cache by.
      expect([path, cache]).toEqual([path, "no-store"]);
      const pod = pods[turn % pods.length] as Pod;
      if (path === paths.metrics) turn += 1;
      if (path.startsWith(paths.work)) pod.requests += 1;
      return { ok: true, json: async () => ({ pod: pod.name, uptimeSeconds: 200 }), text: async () => exposition(pod) };
    },
  });
  Object.defineProperty(window.performance, "now", { value: () => now });
  const script = html.split('<script type="module">')[1]?.split("</script>")[0] ?? "";
  window.eval(`{${script}}`);
  const text = (id: string) => window.document.getElementById(id)?.textContent;
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const look = async (atMs: number) => {
    now = atMs;
    await again();
    await settled();
  };
  return { window, text, look, settled };
}

test("the numbers are those of all pods that answered, in the last 30 seconds, without the page's own requests", async () => {
  const pods = [
    { name: "shop-a", started: 1_700_000_000.125, requests: 1000, failed: 0 },
    { name: "shop-b", started: 1_700_000_000.25, requests: 40, failed: 0 },
  ];
  const { text, look, settled } = open(pods, { metrics: "/metrics", app: "https://github.com/ada/shop" });
  await settled();
  await look(2_000);
  for (const pod of pods) Object.assign(pod, { requests: pod.requests + 100, failed: pod.failed + 10 });
  await look(10_000);
  await look(12_000);
  expect([text("rate"), text("errors"), text("ready"), text("uptime")]).toEqual(["18.3", "10.0 %", "yes", "3 min"]);
  expect(text("p95")).toBe("300 ms"); // half of the way from 0.1 to 0.5 seconds, as histogram_quantile has it
  await look(60_000);
  expect([text("rate"), text("p95"), text("errors")]).toEqual(["0.0", "–", "0.0 %"]);
});

test("requests that are sent as soon as the page is open are seen, whichever pod answered them", async () => {
  const pods = ["shop-a", "shop-b"].map((name, index) => ({ name, started: 1_700_000_000 + index, requests: 1000, failed: 0 }));
  const { window, text, look, settled } = open(pods, { metrics: "/metrics" });
  await settled();
  window.document.getElementById("send")?.click();
  for (let turn = 0; turn < 200; turn += 1) await settled();
  expect(text("sent")).toMatch(/^50 sent, 0 failed/);
  await look(2_000);
  await look(4_000);
  expect(Number(text("rate"))).toBeGreaterThan(5);
});

test("it links to what there is, and offers no fault where none can be set", async () => {
  const { window, text } = open([{ name: "shop-a", started: 1, requests: 0, failed: 0 }], { app: "https://github.com/ada/shop" });
  const links = [...window.document.querySelectorAll("#strip a")].map((link) => [link.textContent, link.getAttribute("href")]);
  expect(links).toEqual([["Code", "https://github.com/ada/shop"]]);
  expect(window.document.getElementById("faults")?.hidden).toBe(true);
  expect(text("about-numbers")).toMatch(/^Metrics are not public here/);
  expect(window.document.title).toBe("shop");
});

test("it is small, and a browser asks nobody else for a part of it", () => {
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  const { document } = new JSDOM(html).window;
  const asked = [...document.querySelectorAll("link[href], [src], [srcset], [data]")].map((element) => element.outerHTML);
  expect(asked.filter((element) => !/ href="data:/.test(element))).toEqual([]);
  expect([...document.querySelectorAll("style")].map(({ textContent }) => textContent).join()).not.toMatch(/@import|url\((?!["']?data:)/);
});

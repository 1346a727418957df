import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { generate, generateFresh, temporaryFolder } from "../support/portfolio";
import { threeEnvironments, threeServices } from "../support/several";

const odd = `o${Math.random().toString(36).slice(2, 8)}`;
const portfolios = [
  ["one service", generate({ appName: odd })],
  ["a worker", generate({ runtime: "container", worker: true, appName: `${odd}-worker` })],
  ["Argo CD", generate({ delivery: "argocd" })],
  ["three services", generate(threeServices)],
  ["two services in three environments", generate(threeEnvironments)],
] as const;

const LINE = /\s*(?:-- "[^"]*" -->|-\. "[^"]*" \.->|-->|~~~)\s*/;
type Arrow = readonly [from: string, to: string];

/** The arrows of a flowchart that are drawn. */
function arrowsOf(drawing: string): Arrow[] {
  return drawing.split("\n").flatMap((line) => {
    const ends = line.trim().split(LINE);
    const lines = [...line.matchAll(new RegExp(LINE, "g"))].map(([text]) => text.trim());
    return lines.flatMap((text, at) => (text === "~~~" ? [] : [[ends[at]!, ends[at + 1]!] as const]));
  });
}

const nodesOf = (drawing: string): Map<string, string> =>
  new Map([...drawing.matchAll(/^\s*(?!subgraph)(\w+)(?:\[|\().*$/gm)].map(([line, id]) => [id!, line.trim()]));

describe.each(portfolios)("the diagrams of %s", (_, { docs, model }) => {
  const read = (name: string) => readFileSync(join(docs, "diagrams", `${name}.mmd`), "utf8");
  const architecture = read("architecture");
  const arrows = arrowsOf(architecture);

  test("point from who begins to who answers", () => {
    for (const [from, to] of arrows) {
      expect(from).not.toBe("registry"); // it is asked
      expect(["user", "developer", "grafana"]).not.toContain(to);
    }
    expect(arrows).toContainEqual(["infra", "registry"]);
    // Prometheus asks the services; nothing of theirs goes there by itself.
    const watching = /^(monitoring|prometheus)/;
    const asked = arrows.filter(([from, to]) => watching.test(from) && /^(appNamespace|environment)/.test(to)).map(([, to]) => to);
    expect(asked).toHaveLength(model.environments.length);
    expect(arrows.filter(([from, to]) => !/^(monitoring|prometheus|grafana|alertmanager)/.test(from) && watching.test(to))).toEqual([]);
    // Argo CD in the cluster asks what to deploy; without it the delivery does it.
    const delivers = arrows.filter((arrow) => arrow.includes("delivery") && !arrow.includes("developer"));
    expect(delivers.map(([from]) => from === "delivery")).toEqual([model.options.delivery !== "argocd"]);
    expect(arrowsOf(read("scrape")).filter(([, to]) => to === "prometheus")).toEqual([]);
  });

  test("have a user at the entrance, where somebody is answered", () => {
    const answers = model.services.some(({ worker }) => !worker);
    const ways = arrows.filter(([from]) => from === "user").map(([, to]) => to);
    expect(ways).toEqual(answers ? [expect.stringMatching(/^(cluster|environment\d+)$/)] : []);
    expect(nodesOf(architecture).has("user")).toBe(answers);
    expect(read("delivery")).toMatch(/^ {2}participant dev as Developer$/m);
  });

  test("have two colours, on which white text can be read, and none of a page's own", () => {
    for (const name of ["architecture", "scrape"]) {
      const drawing = read(name);
      for (const [id, line] of nodesOf(drawing)) if (!["user", "developer", "work"].includes(id)) expect(line).toMatch(/:::(yours|watch)$/);
      const fills = [...drawing.matchAll(/^ {2}classDef (?:yours|watch) fill:(#[0-9a-f]{6}),.*,color:#fff$/gm)].map(
        ([, colour]) => colour!,
      );
      expect(fills).toHaveLength(2);
      for (const fill of fills) expect(contrastToWhite(fill)).toBeGreaterThan(4.5);
      expect(drawing).not.toMatch(/"theme":/);
    }
  });

  test.each(["README_PRO.md", "README_TECH.md"])(
    "are a picture for light and for dark in %s, which leads to where GitHub draws it",
    (page) => {
      const text = readFileSync(join(docs, page), "utf8");
      const [, picture, drawn] = text.match(/^\[(<picture>.*<\/picture>)\]\((.*)\)$/m)!;
      expect(/^```mermaid\n([\s\S]*?)\n```$/m.exec(readFileSync(join(docs, drawn!), "utf8"))?.[1]).toBe(architecture.trim());
      expect(picture).toContain('<source media="(prefers-color-scheme: dark)" srcset="./diagrams/architecture-dark.png">');
      expect(picture).toMatch(/<img alt="[^"]{20,}" src="\.\/diagrams\/architecture\.png">/);
    },
  );
});

/** WCAG 2: contrast of a colour with white. */
function contrastToWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * red! + 0.7152 * green! + 0.0722 * blue! + 0.05);
}

test("each diagram is rendered for light and for dark, and again only when something changed", () => {
  const { docs } = generateFresh({ appName: odd });
  const bin = temporaryFolder();
  const log = join(bin, "log");
  // In the place of the renderer: what it is told, as the picture.
  writeFileSync(
    join(bin, "npx"),
    `#!/usr/bin/env node
const { readFileSync, writeFileSync, appendFileSync } = require("node:fs");
const of = (flag) => process.argv[process.argv.indexOf(flag) + 1];
const { theme, themeVariables } = JSON.parse(readFileSync(of("--configFile"), "utf8"));
appendFileSync(${JSON.stringify(log)}, of("--output") + "\\n");
writeFileSync(of("--output"), [theme, of("--backgroundColor"), themeVariables.edgeLabelBackground].join(" "));
`,
  );
  chmodSync(join(bin, "npx"), 0o755);
  const env = { ...process.env, CHROME_PATH: process.execPath, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const render = () => {
    writeFileSync(log, "");
    execFileSync("node", ["scripts/diagrams.mjs"], { cwd: docs, env });
    return readFileSync(log, "utf8").split("\n").filter(Boolean);
  };
  const names = ["architecture", "delivery", "scrape"];
  expect(render().sort()).toEqual(names.flatMap((name) => [`${name}-dark.png`, `${name}.png`]));
  for (const name of names) {
    expect(readFileSync(join(docs, `diagrams/${name}.png`), "utf8")).toBe("neutral #ffffff #ffffff");
    expect(readFileSync(join(docs, `diagrams/${name}-dark.png`), "utf8")).toBe("dark #0d1117 #0d1117");
  }
  expect(render()).toEqual([]);
  writeFileSync(join(docs, "diagrams/scrape-dark.png"), "of somebody else");
  expect(render()).toEqual(["scrape.png", "scrape-dark.png"]);
});

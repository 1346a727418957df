import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { linkTool } from "./doors/support/synth";
import { repositoryRoot, walk } from "./support/command";
import { commandBlock, commandBlocks, runBlock, runPage } from "./support/command-blocks";
import { checkDocs } from "./support/documentation";
import { matrix } from "./support/matrix";
import { type Generated, generate, generateFresh, temporaryFolder } from "./support/portfolio";
import { threeEnvironments, threeServices } from "./support/several";
import { check, run } from "./support/tools";
import { withoutNames } from "./support/without-names";

const several = { "three services": threeServices, "two services in three environments": threeEnvironments };
const portfolios = Object.entries({ ...matrix, ...several }).map(([name, options]) => ({ name, generated: generate(options) }));
const tool = (name: string) => join(repositoryRoot, "node_modules/.bin", name);
const pages = ({ app, infra, docs }: Generated) => [app, infra, docs].flatMap(walk).filter((file) => file.endsWith(".md"));

/** The pages of some portfolios, each text once: many are the same but for its names, of which only the longest make lines another length. */
function once(some: typeof portfolios): string[] {
  const texts = some.flatMap(({ name, generated }) =>
    pages(generated).map((file) => {
      const text = readFileSync(file, "utf8");
      return [name === "the longest names" ? text : withoutNames(text, generated), file] as const;
    }),
  );
  return [...new Map(texts).values()];
}

describe("the documentation of each portfolio", () => {
  test.each(portfolios)("says what is true, and every link leads somewhere: $name", ({ generated }) => {
    expect(checkDocs(generated.docs)).toMatchObject({ findings: [], unchecked: [] });
  });

  test("has diagrams that Mermaid reads, as files and in the pages", () => {
    const sources = new Map<string, string>(); // each once: many are the same in every portfolio
    for (const { name, generated } of portfolios) {
      const files = walk(generated.docs).filter((file) => file.endsWith(".mmd"));
      const inPages = pages(generated).flatMap((file) =>
        [...readFileSync(file, "utf8").matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, text]) => [text, file] as const),
      );
      const found = [...files.map((file) => [readFileSync(file, "utf8"), file] as const), ...inPages];
      expect(found.length).toBeGreaterThanOrEqual(6);
      for (const [text, file] of found) sources.set(text, `${name}: ${basename(file)}`);
    }
    const named = [...sources].map(([text, place], index) => [`${place} ${index}`, text]);
    const output = check("node", [join(__dirname, "support/parse-mermaid.mjs")], { input: JSON.stringify(Object.fromEntries(named)) });
    expect(output).toBe("");
  });

  test("is clean Markdown, by its own rules", () => {
    const rulesOf = ({ generated }: (typeof portfolios)[number]) => readFileSync(join(generated.docs, ".markdownlint.yaml"), "utf8");
    const common = dirname(portfolios[0].generated.root);
    for (const rules of new Set(portfolios.map(rulesOf))) {
      const config = join(temporaryFolder(), ".markdownlint.yaml");
      writeFileSync(config, rules);
      const files = once(portfolios.filter((one) => rulesOf(one) === rules)).map((file) => `:${relative(common, file)}`);
      check("node", [tool("markdownlint-cli2"), "--config", config, ...files], { cwd: common });
    }
  }, 120_000);

  test("is spelled right, with the names of the portfolio as words and those that the user adds", () => {
    const words = new Set<string>();
    for (const { generated } of portfolios) {
      const config = JSON.parse(readFileSync(join(generated.docs, "cspell.json"), "utf8"));
      for (const word of config.words) words.add(word);
    }
    const { docs } = generateFresh();
    const config = join(docs, "cspell.json");
    const own = join(docs, "own.md");
    writeFileSync(config, JSON.stringify({ ...JSON.parse(readFileSync(config, "utf8")), words: [...words] }));
    writeFileSync(own, "# Frobnication\n\nZwiebelkuchen.\n");
    appendFileSync(join(docs, "words.txt"), "Frobnication\n");
    const files = once(portfolios).filter((file) => portfolios.some(({ generated }) => file.startsWith(`${generated.docs}/`)));
    expect(files.length).toBeGreaterThan(20);
    const flags = ["--no-progress", "--dot", "--root", "/", "--config", config];
    const { status, output } = run("node", [tool("cspell"), ...flags, ...files, own], { cwd: docs });
    expect(status).toBe(1);
    expect([...output.matchAll(/(\S+):\d+:\d+ - Unknown word \((\w+)\)/g)].map(([, file, word]) => [basename(file), word])).toEqual([
      ["own.md", "Zwiebelkuchen"],
    ]);
    expect(output).toContain(`Files checked: ${files.length + 1}`);
  }, 120_000);
});

describe("a change that the pages do not follow is found, with its file and line", () => {
  const pristine = generateFresh();
  const { appName } = pristine.portfolio;
  const chart = `infra-k8s/helm/${appName}`;

  type Change = [what: string, change: (root: string) => void, finding: RegExp];
  const changes: Change[] = [
    [
      "the port of the Service is renamed",
      edit(`${chart}/templates/service.yaml`, "- name: web", "- name: http"),
      /^README_TECH\.md:\d+: .+service\.yaml has no port named web$/m,
    ],
    [
      "the port of the service changes",
      edit(`${chart}/values.yaml`, "containerPort: 8080", "containerPort: 8081"),
      /^README_TECH\.md:\d+: .+containerPort is not 8080$/m,
    ],
    [
      "the node port changes",
      edit(`${chart}/values.yaml`, "nodePort: 30005", "nodePort: 30006"),
      /^README_TECH\.md:\d+: .+nodePort is not 30005$/m,
    ],
    [
      "the path of the metrics changes",
      edit(`${chart}/templates/servicemonitor.yaml`, "path: /metrics", "path: /stats"),
      /^README\.md:\d+: .+servicemonitor\.yaml does not ask \/metrics$/m,
    ],
    [
      "the label for Prometheus changes",
      edit(`${chart}/values.yaml`, "release: monitoring", "release: other"),
      /^README_TECH\.md:\d+: .+the release is not monitoring$/m,
    ],
    [
      "the image gets another name",
      edit(`${chart}/values.yaml`, "repository: ghcr.io/octo-org/", "repository: ghcr.io/other/"),
      /^README_TECH\.md:\d+: ghcr\.io\/octo-org\/express-app is not the image/m,
    ],
    ...(
      [
        ["memory", "4096 MB of memory", "8192 MB of memory", "the cluster has 4096 MB of memory, not 8192"],
        ["latency", "within 250 ms", "within 300 ms", "the latency target is 250 ms, not 300"],
        ["schedule", "every hour", "every minute", "no workflow is scheduled every minute"],
      ] as const
    ).map(
      ([what, from, to, finding]) =>
        [
          `the ${what} in a sentence is another number`,
          edit("devops-portfolio-project/README_TECH.md", from, to),
          new RegExp(`^README_TECH\\.md:\\d+: ${finding}$`, "m"),
        ] as [string, (root: string) => void, RegExp],
    ),
    [
      "a script forgets an option",
      edit("infra-k8s/scripts/load.sh", "--seconds", "--secs"),
      /^README_TECH\.md:\d+: infra-k8s\/scripts\/load\.sh does not know --seconds$/m,
    ],
    [
      "a metric is renamed",
      edit("express-app/src/metrics.ts", "http_requests_in_flight", "http_in_flight"),
      /^README_TECH\.md:\d+: express-app has no metric http_requests_in_flight$/m,
    ],
    [
      "a recorded rule is renamed",
      edit(`${chart}/files/rules.yaml`, "job:http_requests:rate5m", "job:http_reqs:rate5m"),
      /^README_TECH\.md:\d+: infra-k8s records no job:http_requests:rate5m$/m,
    ],
    [
      "an alert is renamed",
      edit(`${chart}/files/rules.yaml`, "alert: AppTargetMissing", "alert: TargetGone"),
      /^drills\/README\.md:\d+: infra-k8s has no alert AppTargetMissing$/m,
    ],
    [
      "the dashboard gets another address",
      edit(`${chart}/files/dashboard.json`, '"uid": "express-app"', '"uid": "other"'),
      /^README_TECH\.md:\d+: .+dashboard\.json has another uid than express-app$/m,
    ],
    [
      "a job of the CI is renamed",
      edit("express-app/.github/workflows/ci.yaml", "\n  hand-over:", "\n  tell:"),
      /^README_TECH\.md:\d+: .+ci\.yaml has no job hand-over$/m,
    ],
    [
      "a link that verify.sh names is called otherwise in a runbook",
      edit("devops-portfolio-project/runbooks.md", "scaled-to-zero", "no-pods"),
      /^runbooks\.md:\d+: no repository knows no-pods$/m,
    ],
    [
      "a value of the chart is called otherwise in a runbook",
      edit("devops-portfolio-project/runbooks.md", "resources.limits.memory", "resources.limits.ram"),
      /^runbooks\.md:\d+: no repository knows resources\.limits\.ram$/m,
    ],
    [
      "a repository has other options",
      edit("infra-k8s/.projen/portfolio.json", '"replicas": 2', '"replicas": 3'),
      /^\.projen\/portfolio\.json:\d+: replicas is 2 here and 3 in infra-k8s/m,
    ],
    [
      "a line to open in an interview moves",
      edit(`${chart}/templates/service.yaml`, "spec:\n", "spec:\n  # One line more.\n"),
      /^INTERVIEW\.md:\d+: infra-k8s\/.+service\.yaml has no targetPort: web in line 20$/m,
    ],
    [
      "a fact in a page of the user's is another number",
      edit("devops-portfolio-project/README_PRO.md", "99.9 % of the requests", "99.5 % of the requests"),
      /^README_PRO\.md:\d+: the availability target is 99\.9 %, not 99\.5$/m,
    ],
    [
      "the facts of a page lose their end",
      edit("devops-portfolio-project/adr/0004-burn-rate-alerts.md", "<!-- end facts -->\n", ""),
      /^adr\/0004-burn-rate-alerts\.md:\d+: the facts "objectives" have no end/m,
    ],
    [
      "a heading is renamed",
      edit("devops-portfolio-project/README_TECH.md", "\n## Troubleshooting", "\n## Trouble"),
      /^runbooks\.md:\d+: README_TECH\.md has no heading #troubleshooting$/m,
    ],
    [
      "a command block loses its marker",
      edit("devops-portfolio-project/README_TECH.md", /<!-- run: events .*-->/, ""),
      /^README_TECH\.md:\d+: the command block has neither/m,
    ],
    [
      "a page of the app repository points at nothing",
      edit("express-app/README.md", "](.github/workflows/ci.yaml)", "](.github/workflows/build.yaml)"),
      /^express-app\/README\.md:\d+: the link .+ leads nowhere$/m,
    ],
    [
      "a diagram and the page that shows it differ",
      edit("devops-portfolio-project/diagrams/scrape.mmd", "GET", "POST"),
      /^README_TECH\.md:\d+: the diagram is none of diagrams\/\*\.mmd$/m,
    ],
  ];
  const others: Change[] = [
    [
      "a route is renamed",
      (root) => {
        for (const file of ["management", "page"]) edit(`express-app/src/${file}.ts`, "/api/faults", "/api/trouble")(root);
      },
      /^drills\/README\.md:\d+: express-app has no route \/api\/faults$/m,
    ],
    [
      "the availability in a sentence is another number",
      edit("devops-portfolio-project/README_TECH.md", "99.9 % of the requests", "99.5 % of the requests"),
      /^README_TECH\.md:\d+: the availability target is 99\.9 %, not 99\.5$/m,
    ],
    [
      "the ServiceMonitor is removed",
      (root) => unlinkSync(join(root, chart, "templates/servicemonitor.yaml")),
      /^README_TECH\.md:\d+: infra-k8s\/.+ has no ServiceMonitor$/m,
    ],
    [
      "a script is renamed",
      (root) => renameSync(join(root, "infra-k8s/scripts/verify.sh"), join(root, "infra-k8s/scripts/prove.sh")),
      /^README\.md:\d+: infra-k8s: no scripts\/verify\.sh$/m,
    ],
    [
      "a file of the app moves",
      (root) => renameSync(join(root, "express-app/src/metrics.ts"), join(root, "express-app/src/measure.ts")),
      /^README_TECH\.md:\d+: express-app has no src\/metrics\.ts$/m,
    ],
    [
      "a decision is not in the list",
      (root) => writeFileSync(join(root, "devops-portfolio-project/adr/0005-mine.md"), "# 5. Mine\n"),
      /^adr\/0005-mine\.md:1: adr\/README\.md does not name this decision$/m,
    ],
    [
      "a page is renamed",
      (root) =>
        renameSync(join(root, "devops-portfolio-project/adr/0002-deploy-by-digest.md"), join(root, "devops-portfolio-project/adr/0002.md")),
      /^README_PRO\.md:\d+: the link adr\/0002-deploy-by-digest\.md leads nowhere$/m,
    ],
    [
      "a picture has no stamp",
      (root) => writeFileSync(join(root, "devops-portfolio-project/diagrams/scrape.png"), ""),
      /^diagrams\/scrape\.png:1: the picture has no stamp/m,
    ],
    [
      "a screenshot has no record",
      (root) => writeFileSync(join(root, "devops-portfolio-project/screenshots/x.png"), ""),
      /^screenshots\/x\.png:1: nobody knows when this was taken/m,
    ],
  ];

  // Of different lines, of which each has one finding, so that one reading finds all of them.
  describe.each([
    ["some at once", changes],
    ["others at once", others],
  ])("%s", (_, together) => {
    let found: string;
    beforeAll(() => {
      const copy = copyOf(pristine);
      for (const [, change] of together) change(copy.root);
      found = checkDocs(copy.docs).findings.join("\n");
    });
    test.each(together)("%s", (__, ___, finding) => expect(found).toMatch(finding));
  });

  test("a picture is stale once its source changed, whatever its comments say", () => {
    const copy = copyOf(pristine);
    const picture = join(copy.docs, "diagrams/scrape.png");
    writeFileSync(picture, "a picture");
    check(
      "node",
      [
        "--input-type=module",
        "--eval",
        'import("./scripts/lib.mjs").then((stamps) => stamps.writeStamps({ scrape: stamps.stampOf("scrape") }))',
      ],
      { cwd: copy.docs },
    );
    expect(checkDocs(copy.docs).findings).toEqual([]);
    edit("devops-portfolio-project/diagrams/scrape.mmd", /^/, "%% A note.\n")(copy.root);
    expect(checkDocs(copy.docs).findings).toEqual([]);
    writeFileSync(join(copy.docs, "diagrams/scrape-dark.png"), "a dark one");
    expect(checkDocs(copy.docs).findings).toEqual([expect.stringContaining("diagrams/scrape-dark.png:1: the picture has no stamp")]);
    rmSync(join(copy.docs, "diagrams/scrape-dark.png"));
    edit("devops-portfolio-project/diagrams/scrape.mmd", "every 15 s", "every 30 s")(copy.root);
    expect(checkDocs(copy.docs).findings).toContain("diagrams/scrape.png:1: the source changed after the picture was rendered");
  });

  test("a section that waits for its author is a notice with its line, until there is a sentence in it; the user's own numbers are theirs", () => {
    const copy = copyOf(pristine);
    const file = join(copy.docs, "README_PRO.md");
    const line = (title: string) => readFileSync(file, "utf8").split("\n").indexOf(`## ${title}`) + 1;
    const titles = ["What I changed", "What surprised me", "What I would do next"];
    const notice = (title: string) => `README_PRO.md:${line(title)}: "${title}" is not written yet`;
    expect(checkDocs(copy.docs)).toMatchObject({ findings: [], notes: expect.arrayContaining(titles.map(notice)) });
    edit(
      "devops-portfolio-project/README_PRO.md",
      "## What surprised me\n",
      "## What surprised me\n\nThat 42 % of the requests were probes.\n",
    )(copy.root);
    const { findings, notes } = checkDocs(copy.docs);
    expect(findings).toEqual([]);
    expect(notes.join("\n")).not.toContain("surprised");
    expect(notes).toContain(notice("What I changed"));
  });

  test("without its siblings the repository checks itself, and says so", () => {
    const copy = copyOf(pristine);
    rmSync(copy.app, { recursive: true, force: true });
    expect(checkDocs(copy.docs)).toMatchObject({
      findings: [],
      unchecked: ["what the pages say of express-app, which does not lie beside the docs repository"],
    });
  });
});

test("the committed instance has its pictures, rendered from the sources beside them", () => {
  const docs = join(repositoryRoot, "test/instance/devops-portfolio-project");
  for (const name of ["architecture", "delivery", "scrape"])
    for (const file of [`${name}.png`, `${name}-dark.png`]) expect(existsSync(join(docs, "diagrams", file))).toBe(true);
  expect(checkDocs(docs)).toMatchObject({ findings: [], unchecked: [] });
});

describe("command blocks", () => {
  const generated = generate();

  test("each has an id of its own", () => {
    const ids = commandBlocks(generated).map(({ id, page }) => `${page.split("/")[0]} ${id}`);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.length).toBeGreaterThan(30);
  });

  test("expect a failure in their last line only, where the shell says so", () => {
    const expecting = commandBlocks(generated).filter(({ script }) => /^! /m.test(script));
    expect(expecting.map(({ id }) => id)).toEqual(["drill-errors", "drill-label-verify", "drill-release"]);
    for (const { script } of expecting)
      expect(
        script
          .trim()
          .replace(/\\\n/g, "")
          .split("\n")
          .filter((line) => line.startsWith("! ")),
      ).toEqual([script.trim().replace(/\\\n/g, "").split("\n").at(-1)]);
    // A check that cannot fail proves nothing.
    expect(
      commandBlocks(generated)
        .filter(({ script }) => /\|\| (echo|true)/.test(script))
        .map(({ id }) => id),
    ).toEqual([]);
  });

  test("of a page run in their order; what runs in the background ends with the page, and a failure names its place", async () => {
    const root = temporaryFolder();
    const [app, infra, docs] = ["app", "infra", "docs"].map((name) => join(root, name));
    for (const folder of [app, infra, docs]) mkdirSync(folder);
    const folders = { root, app, infra, docs };
    const page = [
      "<!-- run: forward in infra cluster background -->\n```sh\necho $$ > forward.pid\necho 'Forwarding from 127.0.0.1'; sleep 60\n```\n",
      "- In a list:\n\n  <!-- run: work in infra cluster -->\n  ```sh\n  test -s forward.pid\n  echo done > work\n  ```\n",
      "<!-- run: elsewhere in app -->\n```sh\nfalse\n```\n",
    ];
    writeFileSync(join(docs, "page.md"), page.join("\n"));
    await expect(runPage(folders, "page.md")).resolves.toEqual(["forward", "work"]);
    expect(readFileSync(join(infra, "work"), "utf8")).toBe("done\n");
    const pid = Number(readFileSync(join(infra, "forward.pid"), "utf8"));
    expect(await ended(pid)).toBe(true);
    writeFileSync(join(docs, "page.md"), "# Page\n\n<!-- run: broken cluster -->\n```sh\nfalse\necho never > never\n```\n");
    await expect(runPage(folders, "page.md")).rejects.toThrow("docs/page.md:3: broken ended with 1");
    expect(existsSync(join(docs, "never"))).toBe(false);
  });

  test("the check runs as the page says", () => {
    const fresh = generateFresh();
    linkTool(fresh.docs);
    expect(runBlock(commandBlock(fresh, "docs-check"))).toMatch(/^0 errors/m);
  });
});

function copyOf(pristine: Generated): Generated {
  const root = `${pristine.root}-${Math.random().toString(36).slice(2)}`;
  cpSync(pristine.root, root, { recursive: true });
  const moved = (folder: string) => join(root, relative(pristine.root, folder));
  return { ...pristine, root, app: moved(pristine.app), infra: moved(pristine.infra), docs: moved(pristine.docs) };
}

/** Whether a process is gone, within a second. */
async function ended(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    if (run("kill", ["-0", String(pid)]).status !== 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** Replaces a text wherever it stands in a file; it must be there. */
function edit(file: string, from: string | RegExp, to: string): (root: string) => void {
  return (root) => {
    const path = join(root, file);
    const before = readFileSync(path, "utf8");
    const after = typeof from === "string" ? before.replaceAll(from, to) : before.replace(from, to);
    expect(after).not.toBe(before);
    chmodSync(path, 0o644);
    writeFileSync(path, after);
  };
}

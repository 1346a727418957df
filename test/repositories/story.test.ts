import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "../../src/files/tree";
import { writeTree } from "../../src/files/write-tree";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { renderRepository } from "../../src/synthesis/render-portfolio";
import { checkDocs } from "../support/documentation";
import { generate, generateEjected, generateFresh } from "../support/portfolio";

const rendered = (options: Partial<PortfolioOptions>) => (role: "app" | "infra" | "docs") =>
  renderRepository(resolvePortfolio({ owner: "Octo-Org", ...options }), role, `/nowhere/${role}`);
const text = (tree: Tree, path: string) => tree.get(path)?.content ?? "";

describe("two portfolios of two people", () => {
  const ada = { author: "Ada Lovelace", summary: "How a small service is watched" } as const;
  const grace = { author: "Grace Hopper", summary: "Rollouts that nobody notices!", latencyTargetMs: 100, cluster: "gke" } as const;
  const [hers, other] = [rendered(ada), rendered(grace)];

  test("differ where people differ: name and sentence, in licence, chart, decisions and pages", () => {
    for (const [of, { author, summary }] of [
      [hers, ada],
      [other, grace],
    ] as const) {
      for (const role of ["app", "infra", "docs"] as const) expect(text(of(role), "LICENSE")).toContain(`Copyright (c) ${author}\n`);
      expect(text(of("infra"), "helm/express-app/Chart.yaml")).toContain(`- name: "${author}"`);
      const sentence = summary.endsWith("!") ? summary : `${summary}.`;
      expect(text(of("docs"), "README.md")).toContain(`${sentence} By ${author}.`);
      expect(text(of("docs"), "README_PRO.md")).toContain(`${sentence} By ${author}.`);
      expect(text(of("docs"), "docs/resume.md")).toContain(sentence);
      expect(text(of("docs"), "adr/0001-three-repositories.md")).toMatch(
        new RegExp(`^- Date: \\d{4}-\\d\\d-\\d\\d\\n- Author: ${author}$`, "m"),
      );
    }
  });

  test("have facts of their own, which hold in both, and no word of the other's", () => {
    for (const [options, word] of [
      [ada, "Grace"],
      [grace, "Ada"],
    ] as const) {
      const { docs } = generate(options);
      expect(checkDocs(docs)).toMatchObject({ findings: [], unchecked: [] });
      for (const page of ["README_PRO.md", "docs/resume.md", "INTERVIEW.md"])
        expect(readFileSync(join(docs, page), "utf8")).not.toContain(word);
    }
    expect(text(hers("docs"), "README_PRO.md")).toContain("answered within 250 ms");
    expect(text(other("docs"), "README_PRO.md")).toContain("answered within 100 ms");
  });

  test("keep what each wrote when the options change: the facts follow, the licence too, and nothing else", () => {
    const { docs, root } = generateFresh(ada);
    const page = join(docs, "README_PRO.md");
    const written = readFileSync(page, "utf8").replace(
      "## What I changed\n",
      "## What I changed\n\nThe alert on latency: 250 ms was too strict.\n",
    );
    writeFileSync(page, written);
    const next = resolvePortfolio({ owner: "Octo-Org", ...ada, author: "Ada King", latencyTargetMs: 300 });
    writeTree(docs, renderRepository(next, "docs", docs));
    const facts = (before: string) =>
      before.replace("By Ada Lovelace.", "By Ada King.").replace("answered within 250 ms.", "answered within 300 ms.");
    expect(readFileSync(page, "utf8")).toBe(facts(written));
    expect(readFileSync(join(docs, "LICENSE"), "utf8")).toContain("Copyright (c) Ada King\n");
    expect(root).toBeDefined();
  });
});

test("a licence that a person changed before it was kept right stays, and follows from then on", () => {
  const { app } = generateFresh();
  const folder = `${app}-of-old`;
  cpSync(app, folder, { recursive: true });
  const [manifest, base, licence] = [".projen/files.json", ".projen/written.json", "LICENSE"].map((path) => join(folder, path));
  for (const file of [manifest, base]) writeFileSync(file, readFileSync(file, "utf8").replace(/^.*"LICENSE".*\n/m, ""));
  writeFileSync(licence, readFileSync(licence, "utf8").replace("MIT License", "MIT License, and thanks"));
  const write = (author: string) => writeTree(folder, renderRepository(resolvePortfolio({ owner: "Octo-Org", author }), "app", folder));
  expect(write("Octo-Org").kept).toEqual([{ path: "LICENSE", reason: "changed" }]);
  write("Ada");
  expect(readFileSync(licence, "utf8")).toMatch(/^MIT License, and thanks\n\nCopyright \(c\) Ada\n/);
});

describe("the questions of an interview", () => {
  const { docs, infra } = generate();
  const page = readFileSync(join(docs, "INTERVIEW.md"), "utf8");

  test("are twenty to tick, each with a line that holds what is said of it", () => {
    expect(page.match(/^- \[ \] \*\*\d+\. /gm)).toHaveLength(20);
    expect(page.match(/#L\d+\): `.+`$/gm)).toHaveLength(20);
  });

  test("follow what the person does in the repository beside it, and keep what they ticked", () => {
    const copy = generateFresh();
    const service = join(copy.infra, "helm/express-app/templates/service.yaml");
    writeFileSync(service, `# One line more.\n${readFileSync(service, "utf8")}`);
    const file = join(copy.docs, "INTERVIEW.md");
    writeFileSync(file, page.replace("- [ ] **18.", "- [x] **18."));
    writeTree(copy.docs, renderRepository(copy.model, "docs", copy.docs));
    const after = readFileSync(file, "utf8");
    expect(after).toContain("- [x] **18.");
    expect(page).toContain("service.yaml#L20");
    expect(after).toContain("service.yaml#L21");
    expect(checkDocs(copy.docs).findings).toEqual([]);
    expect(infra).not.toBe(copy.infra);
  });
});

test("the list of decisions is made from the folder", () => {
  const { docs, model } = generateFresh();
  writeFileSync(join(docs, "adr/0005-queue.md"), "# 5. A queue\n");
  writeTree(docs, renderRepository(model, "docs", docs));
  const index = readFileSync(join(docs, "adr/README.md"), "utf8");
  expect(index.match(/^- \[.+\]\(\d{4}-.+\.md\)$/gm)?.at(-1)).toBe("- [A queue](0005-queue.md)");
  expect(index.match(/^- \[/gm)).toHaveLength(5);
});

describe("the résumé claims no more than there is", () => {
  test.each([
    [{}, 'APP_ADDRESS="http://$(minikube ip --profile octo-org-infra-k8s):30005"'],
    [{ cluster: "eks", exposure: "ingress", ingressHost: "app.example.com" }, "APP_ADDRESS=https://app.example.com ./scripts/load.sh"],
    [{ cluster: "gke" }, "APP_ADDRESS=http://ADDRESS ./scripts/load.sh"],
  ] as const)(
    "failed requests of rollouts are counted where users come in, not through one pod's port-forward (%j)",
    (options, address) => {
      const { docs, infra } = generateEjected(options); // with the tool, its command measures
      expect(readFileSync(join(docs, "docs/resume.md"), "utf8")).toContain(`\n${address}`);
      expect(readFileSync(join(infra, "scripts/load.sh"), "utf8")).toContain("which leads to one pod and ends with it");
    },
  );

  test("the deploy workflow verifies provenance, and nothing is said of a verified SBOM", () => {
    const deploy = text(rendered({})("infra"), ".github/workflows/deploy.yaml");
    expect(deploy).toContain("gh attestation verify");
    expect(deploy).not.toContain("--predicate-type"); // that of an SBOM would be named
    expect(text(rendered({})("docs"), "docs/resume.md")).toContain("an attested SBOM, signed provenance that the deploy workflow verifies");
  });
});

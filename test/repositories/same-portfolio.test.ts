import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { renderProjenrc } from "../../src/repositories/projenrc";
import { renderRepository } from "../../src/synthesis/render-portfolio";
import { planSync } from "../../src/synthesis/sync";
import { type Generated, generateFresh, OWNER } from "../support/portfolio";

const [shop, web] = [{ name: "shop" }, { name: "web" }];
let portfolio: Generated;
beforeAll(() => {
  portfolio = generateFresh({ services: [shop, web] });
});
const rendered = (services: { name: string }[], service?: string) =>
  renderRepository(resolvePortfolio({ owner: OWNER, services }), "app", portfolio.app, service);

test.each([
  ["in another order", [web, shop]],
  ["with a new one in front", [{ name: "new" }, shop, web]],
])("services %s do not make the first repository another service's: it is said how to name its service", (_, services) => {
  expect(() => rendered(services)).toThrow(
    "this is the repository of shop (.projen/portfolio.json), not of " +
      `${services[0].name}: write AppRepository.forService(options, "shop") in .projenrc.ts`,
  );
  expect(rendered(services, "shop").get("contract.json")?.content).toContain('"name": "shop"');
});

test("a service may be renamed, and the list may grow behind it", () => {
  expect(rendered([{ name: "store" }, web]).get("contract.json")?.content).toContain('"name": "store"');
  expect(rendered([shop, web, { name: "new" }]).get("contract.json")?.content).toContain('"name": "shop"');
});

test("sync refuses it for that repository, and carries the options to the others", () => {
  const { root, infra, docs } = generateFresh({ services: [shop, web] });
  const { options } = resolvePortfolio({ owner: OWNER, services: [web, shop] });
  writeFileSync(join(infra, ".projenrc.ts"), renderProjenrc("infra", options));
  const outcomes = planSync(infra, () => {}).steps.map(({ repository, outcome }) => [repository.folder, outcome]);
  expect(outcomes).toEqual([
    [infra, "synced"],
    [join(root, "shop"), "refused"],
    [join(root, "web"), "synced"],
    [docs, "synced"],
  ]);
});

test("a repository that a newer version wrote is rendered by none that is older", () => {
  const { docs, model } = generateFresh();
  const file = join(docs, ".projen/portfolio.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), version: "99.0.0" }));
  expect(() => renderRepository(model, "docs", docs)).toThrow("written by version 99.0.0");
});

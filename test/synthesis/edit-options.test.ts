import { withEnvironment, withoutService, withService } from "../../src/portfolio/extend";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { renderProjenrc } from "../../src/repositories/projenrc";
import { editOptions } from "../../src/synthesis/edit-options";
import { findOptions, plainValues } from "../../src/synthesis/options-literal";

const resolved = (options: PortfolioOptions) => resolvePortfolio(options).options;

/** What is written, and what it means. */
function edited(source: string, change: (options: ReturnType<typeof resolved>) => PortfolioOptions) {
  const literal = findOptions(source) ?? { start: 0, end: 0 };
  const recorded = resolved(plainValues(source.slice(literal.start, literal.end)) as PortfolioOptions);
  const wanted = resolved(change(recorded));
  const text = editOptions(source, recorded, wanted) as string;
  const { start, end } = findOptions(text) ?? literal;
  expect(resolved(plainValues(text.slice(start, end)) as PortfolioOptions)).toEqual(wanted);
  return text;
}

test("options that nobody has edited are written anew", () => {
  const recorded = resolved({ owner: "ada" });
  const wanted = resolved(withService(recorded, { name: "web", runtime: "flask" }));
  const text = editOptions(renderProjenrc("infra", recorded), recorded, wanted);
  expect(text).toBe(renderProjenrc("infra", wanted));
  expect(text).toContain('    { name: "web", runtime: "flask", repository: "web", port: 8080, nodePort: 30006 },\n');
});

test("what a person wrote around an item of a list stays", () => {
  const source = `// The shop.
const options = {
  owner: "ada", // it is hers
  services: [
    // What customers see.
    { name: "web", exposure: "clusterIP", calls: ["api"] }, // since spring
    { name: "api" } // the oldest
  ],
  title: "Shop",
};
new InfraRepository(options).synth();
`;
  const more = edited(source, (options) => withService(options, { name: "jobs" }));
  expect(more).toBe(
    source.replace(
      '{ name: "api" } // the oldest\n',
      '{ name: "api" }, // the oldest\n    { name: "jobs", runtime: "express", repository: "jobs", port: 8080, nodePort: 30007 },\n',
    ),
  );
  const less = edited(more, (options) => withoutService(options, "jobs"));
  expect(less).toBe(source.replace('{ name: "api" } //', '{ name: "api" }, //'));
});

test("an item that said nothing of what follows from its place is written with it, where its place changes", () => {
  const source = 'new DocsRepository({ owner: "ada", services: [{ name: "a" }, { name: "b" }] }).synth();';
  expect(edited(source, (options) => withoutService(options, "a"))).toContain(
    'name: "b", runtime: "express", repository: "b", port: 8080, nodePort: 30006',
  );
});

test("what described the only service becomes the first of a list", () => {
  const source = `new InfraRepository({
  owner: "ada",
  appName: "shop", // ours
  port: 9000,
  title: "Shop",
});
`;
  expect(edited(source, (options) => withService(options, { name: "web" }))).toBe(`new InfraRepository({
  owner: "ada",
  // ours
  title: "Shop",
  services: [
    { name: "shop", runtime: "express", repository: "shop", port: 9000, nodePort: 30005 },
    { name: "web", runtime: "express", repository: "web", port: 8080, nodePort: 30006 },
  ],
});
`);
  expect(edited('new DocsRepository({ owner: "ada" });', (options) => withEnvironment(options, { name: "prod" }))).toContain(
    '{ name: "prod", cluster: "minikube", replicas: 2 }',
  );
});

test.each([
  ["code", 'new InfraRepository({ owner: "ada", replicas: count });'],
  ["other options than are recorded", 'new InfraRepository({ owner: "ada", replicas: 3 });'],
  ["none", "console.log(1);"],
])("%s is left to the person", (_, source) => {
  const recorded = resolved({ owner: "ada" });
  expect(editOptions(source, recorded, resolved({ owner: "ada", port: 9000 }))).toBeUndefined();
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { detect } from "../../src/adopt/detect";
import type { Evidence } from "../../src/adopt/fact";
import { apps, appsFolder } from "./apps";

const detected = new Map(Object.keys(apps).map((name) => [name, detect(join(appsFolder, name))]));
const valuesOf = (facts: object) => Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.value]));

test("every repository of test/apps has its table", () => {
  expect(readdirSync(appsFolder).sort()).toEqual(Object.keys(apps).sort());
});

describe.each(Object.entries(apps))("%s", (name, services) => {
  test.each(services)("what is detected of $folder is true, and the rest is asked", ({ folder, truth, asked }) => {
    const found = detected.get(name)!.services.find((service) => service.folder === folder)!;
    const known = Object.fromEntries(Object.entries(truth).filter(([fact]) => !(asked as string[]).includes(fact)));
    expect(valuesOf(found.facts)).toEqual(known);
    expect(found.open.map(({ fact }) => fact)).toEqual(asked);
  });

  test("no service is seen that is none", () => {
    expect(detected.get(name)!.services.map(({ folder }) => folder)).toEqual(services.map(({ folder }) => folder));
  });

  test("every evidence stands where it says", () => {
    for (const { facts, open } of detected.get(name)!.services) {
      const all = [...Object.values(facts), ...open.flatMap(({ candidates }) => candidates)].flatMap(({ evidence }) => evidence);
      expect(all.filter((evidence) => !lineOf(name, evidence)?.trim())).toEqual([]);
    }
  });
});

const lineOf = (name: string, { file, line }: Pick<Evidence, "file" | "line">): string | undefined =>
  readFileSync(join(appsFolder, name, file), "utf8").split("\n")[line - 1];

test.each([
  ["fastapi-uv", "port", ["EXPOSE ${PORT}", "--port ${PORT}"]],
  ["fastapi-uv", "metrics", ["prometheus-fastapi-instrumentator>=7.0", "Instrumentator()"]],
  ["express-commonjs", "healthPath", ["HEALTHCHECK", "router.get('/health'"]],
  ["spring-boot", "metricsPath", ["include: health,prometheus"]],
] as const)("%s: the evidence for %s is the line itself", (name, fact, texts) => {
  const { evidence } = detected.get(name)!.services[0]!.facts[fact]!;
  const lines = evidence.map((one) => lineOf(name, one)!);
  expect(lines.map((line, at) => line.includes(texts[at] ?? "nothing more"))).toEqual(texts.map(() => true));
});

test("a question shows what there is to choose from", () => {
  const web = detected.get("monorepo")!.services.find(({ folder }) => folder === "services/web")!;
  const port = web.open.find(({ fact }) => fact === "port")!;
  expect(port.candidates.map(({ value }) => value)).toEqual([3000, 8081]);
});

test("workflows and charts that are there already are named", () => {
  const { workflows, charts } = detected.get("monorepo")!;
  expect(workflows).toEqual([{ file: ".github/workflows/ci.yml", name: "CI" }]);
  expect(charts).toEqual([{ file: "charts/shop/Chart.yaml", name: "shop" }]);
});

afterAll(() => {
  const answers = Object.entries(apps).flatMap(([name, services]) =>
    services.flatMap(({ folder, truth }) => {
      const facts = valuesOf(detected.get(name)!.services.find((service) => service.folder === folder)?.facts ?? {});
      return Object.entries(truth)
        .filter(([fact, value]) => value !== null || fact in facts)
        .map(([fact, value]) => (fact in facts ? facts[fact] === value : undefined));
    }),
  );
  const [found, wrong] = [true, false].map((isTrue) => answers.filter((answer) => answer === isTrue).length);
  process.stdout.write(
    `detection: ${found} of ${answers.length} facts found, ${wrong || "none"} wrong, the others asked (recall ${Math.round((100 * found!) / answers.length)} %)\n`,
  );
});

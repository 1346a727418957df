import { join } from "node:path";
import { detect } from "../../src/adopt/detect";
import { proposalOf } from "../../src/adopt/proposal";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { apps, appsFolder } from "./apps";

const proposals = Object.entries(apps).flatMap(([name, services]) =>
  services.map(({ folder, answers }) => {
    const service = detect(join(appsFolder, name)).services.find((one) => one.folder === folder)!;
    return { name: `${name} ${folder}`, service, answers, proposal: proposalOf(service, answers) };
  }),
);
const proposalFor = (start: string) => proposals.find(({ name }) => name.startsWith(start))!.proposal;

test.each(proposals)("$name: with what a person answers, the options are a portfolio's", ({ proposal, answers }) => {
  expect(proposal.open.filter(({ otherwise }) => otherwise === undefined)).toEqual([]);
  const options = { owner: "Octo-Org", runtime: "container", ...proposal.options, ...answers } as const;
  expect(() => resolvePortfolio(options as never)).not.toThrow();
});

test("the commands of a service in a folder are run there", () => {
  expect(proposalFor("monorepo services/api").options).toMatchObject({
    dockerfile: "services/api/Dockerfile",
    buildContext: "services/api",
    installCommand: "cd services/api && pip install --requirement requirements.txt",
  });
});

test("histograms that are the program's own are named one by one", () => {
  expect(proposalFor("go-net-http").options.metrics).toEqual({
    histogram: "hello_request_duration_seconds",
    status: "code",
    method: "method",
    edges: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  });
});

test.each([
  ["express-commonjs", 1000, 0], // the user node of its base image
  ["next-standalone", 1001, 0], // made in the Dockerfile
  ["fastapi-uv", undefined, 0], // the image names a number
  ["nest", 10001, 1], // root
])("%s runs as %s", (name, user, notes) => {
  const proposal = proposalFor(name);
  expect(proposal.options.runAsUser).toBe(user);
  expect(proposal.notes).toHaveLength(notes);
});

test("what nobody answered is open, with its candidates and what is so without an answer", () => {
  const service = detect(join(appsFolder, "monorepo")).services.find(({ folder }) => folder === "services/web")!;
  const { open } = proposalOf(service, { healthPath: "/healthz" });
  expect(open.map(({ option, candidates, otherwise }) => [option, candidates.map(({ value }) => value), otherwise])).toEqual([
    ["port", [3000, 8081], undefined],
    ["readyPath", [], "the health path answers for it"],
    ["testCommand", [], "CI runs no tests"],
    ["lintCommand", [], "CI runs no linter"],
  ]);
});

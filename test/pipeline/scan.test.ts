import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadApp, type Parsed } from "../support/app-repository";
import { sh } from "../support/command";
import { matrix } from "../support/matrix";
import { temporaryFolder } from "../support/portfolio";

const isScan = ({ uses }: Parsed) => uses?.startsWith("anchore/scan-action@");

describe.each(Object.entries(matrix))("%s", (_, options) => {
  const { portfolio, yaml, ci, jobs } = loadApp(options);
  const weekly = yaml(".github/workflows/scan.yaml");
  const scans = { "a pull request": ci.jobs.image, "a push": ci.jobs.scan, "each week": weekly.jobs.scan };

  test("an image is scanned in a pull request, before it is published, and each week", () => {
    for (const [when, job] of Object.entries<Parsed>(scans)) {
      const gates = job.steps.filter(isScan).map((step: Parsed) => step.with);
      const gate = { "only-fixed": true, "severity-cutoff": "critical", "output-format": "table" };
      expect({ when, gates }).toEqual({ when, gates: [{ image: expect.any(String), ...gate }] });
    }
    expect(weekly.on.schedule).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* \d$/) }]);
  });

  test("a scanner runs where there is nothing to steal: no right but to read, no secret, no login", () => {
    const withScanner = [...jobs, ...Object.entries<Parsed>(weekly.jobs)].filter(([, job]) => job.steps.some(isScan));
    expect(withScanner).toHaveLength(3);
    for (const [name, job] of withScanner) {
      expect(Object.values({ ...job.permissions }).filter((access) => access !== "read")).toEqual([]);
      expect(job.permissions.packages).toBeUndefined();
      expect({ name, text: JSON.stringify(job) }).toEqual({
        name,
        text: expect.not.stringMatching(/secrets\.|github\.token|login|REGISTRY/),
      });
    }
    // What a scan reads was loaded from the artifact of a job that could pull.
    for (const [jobs, source] of [
      [ci.jobs, "verify"],
      [weekly.jobs, "pull"],
    ] as const) {
      const uploaded = jobs[source].steps.find(({ uses }: Parsed) => uses?.startsWith("actions/upload-artifact@")).with;
      const [download, load] = jobs.scan.steps;
      expect([jobs.scan.needs].flat()).toContain(source);
      expect(download.with).toEqual({ name: uploaded.name });
      expect(load.run).toBe(`docker load --input ${uploaded.path.split("/").at(-1)}`);
      const [saved] = jobs[source].steps.map(({ run = "" }: Parsed) => /docker save --output \S+ (\S+)/.exec(run)?.[1]).filter(Boolean);
      expect(jobs.scan.steps.find(isScan).with.image).toBe(saved);
    }
  });

  test("each week it is the images that the infra repository records as running; without a record, the one that main names", () => {
    const { environments, service } = portfolio;
    const [step] = weekly.jobs.images.steps;
    const [one, other] = ["a", "b"].map((digit) => `sha256:${digit.repeat(64)}`);
    const record = (digest: string) => `image:\n  tag: "sha-1"\n  digest: "${digest}"\n`;
    const listed = (records: Readonly<Record<string, string>>): string[] => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, "bin"));
      // What `gh api` does where there is nothing, or nothing for this token.
      const missing = `echo '{"message":"Not Found","status":"404"}'; exit 1`;
      const cases = Object.entries(records).map(([path, text]) => `repos/*/${path}) printf '%s' '${text}';;`);
      writeFileSync(join(folder, "bin/gh"), `#!/bin/bash\ncase "\${@: -1}" in\n${cases.join("\n")}\n*) ${missing};;\nesac\n`);
      chmodSync(join(folder, "bin/gh"), 0o755);
      sh(folder, `PATH="$PWD/bin:$PATH" GITHUB_OUTPUT="$PWD/output" bash -eo pipefail <<'RUN'\n${step.run}\nRUN`);
      const [, images] = readFileSync(join(folder, "output"), "utf8").match(/^images=(.*)\n$/)!;
      return JSON.parse(images!);
    };
    const path = ({ name }: { name: string }) => `contents/environments/${name}/${service.name}/image.yaml`;
    expect(listed({})).toEqual([":main"]);
    expect(listed({ [path(environments[0])]: record("") })).toEqual([":main"]);
    for (const environment of environments) expect(listed({ [path(environment)]: record(one!) })).toEqual([`@${one}`]);
    expect(listed({ [path(environments[0])]: `${record(one!)}# ${one}\n` })).toEqual([`@${one}`]); // as of two environments alike
    const digests = environments.map((_, index) => (index ? other! : one!));
    const all = Object.fromEntries(environments.map((environment, index) => [path(environment), record(digests[index]!)]));
    expect(listed(all)).toEqual([...new Set(digests)].map((digest) => `@${digest}`));
    expect(step.run).toContain(`repos/${portfolio.owner}/${portfolio.infraRepository}/`);
    expect(weekly.jobs.pull.strategy.matrix.image).toContain("needs.images.outputs.images");
    expect(weekly.jobs.scan.strategy).toEqual(weekly.jobs.pull.strategy); // an artifact is named after the number of a job
  });

  test("every architecture is scanned", () => {
    for (const job of [ci.jobs.scan, weekly.jobs.pull, weekly.jobs.scan]) expect(job.strategy.matrix.arch).toEqual(portfolio.architectures);
  });

  test("what is found in the published image starts a new build, and says what to do if that does not help", () => {
    const { needs, if: condition, permissions, steps } = weekly.jobs.rebuild;
    expect({ needs, condition, permissions }).toEqual({
      needs: "scan",
      condition: "failure() && needs.scan.result == 'failure'",
      permissions: { actions: "write" },
    });
    expect(steps[0].run).toMatch(/^gh workflow run ci\.yaml --ref main\n.*::error title=.*raise the package/);
    expect(ci.on).toHaveProperty("workflow_dispatch");
  });
});

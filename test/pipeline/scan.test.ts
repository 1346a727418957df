import { loadApp, type Parsed } from "../support/app-repository";
import { matrix } from "../support/matrix";

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
      expect(jobs.scan.needs).toBe(source);
      expect(download.with).toEqual({ name: uploaded.name });
      expect(load.run).toBe(`docker load --input ${uploaded.path.split("/").at(-1)}`);
      const [saved] = jobs[source].steps.map(({ run = "" }: Parsed) => /docker save --output \S+ (\S+)/.exec(run)?.[1]).filter(Boolean);
      expect(jobs.scan.steps.find(isScan).with.image).toBe(saved);
    }
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

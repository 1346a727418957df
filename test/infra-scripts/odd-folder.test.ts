import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { generateFresh, temporaryFolder } from "../support/portfolio";
import { runScript } from "../support/scripts";
import { call, IMAGE, stage } from "../support/stage";
import { toolsPath } from "../support/tools";

jest.setTimeout(180_000); // a loaded machine

/** What people, and file systems, allow in the name of a folder; Helm itself refuses a path with a percent sign. */
const characters = ["a", ",", '"', "'", " ", "$", "`", "\\", "é", "{", "}", "*", "#", "=", "&", ";", "(", "~"];
const names = fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 8 });

/** As Helm reads the value of its flag -f: a line of CSV. */
const inList = (path: string) => (/[,"]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path);

test("scripts find their own files, whatever the folder is called in which the portfolio lies", async () => {
  const { infra } = generateFresh();
  let place = infra;
  const move = (name: string) => {
    const next = join(temporaryFolder(), name);
    renameSync(join(place, ".."), next);
    place = join(next, "infra-k8s");
  };
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      move(`,${name}"`);
      expect(await runScript(place, "check", ["lint"], { PATH: toolsPath })).toMatchObject({ status: 0 });
    }),
    { numRuns: 3 },
  );
  move('a, "b"');
  const more = join(temporaryFolder(), "a,b.yaml");
  writeFileSync(more, "{}\n");
  const deployed = await stage("deploy", [], { infra: place, up: true, env: { IMAGE } });
  expect(call(deployed, "helm --kube-context octo-org-infra-k8s upgrade")).toContain(
    `-f ${inList(join(place, "environments/minikube/express-app/values.yaml"))} `,
  );
  const monitored = await stage("monitoring", ["--yes"], { infra: place, up: true, env: { MONITORING_VALUES: more } });
  expect(call(monitored, "helm --kube-context octo-org-infra-k8s upgrade")).toContain(
    `-f ${inList(join(place, "monitoring/values.yaml"))} -f ${inList(more)} `,
  );
});

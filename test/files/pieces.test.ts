import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listTemplates } from "../../src/files/templates";
import { clusters } from "../../src/portfolio/clusters";
import { deliveries } from "../../src/portfolio/deliveries";
import { registries } from "../../src/portfolio/registries";
import { runtimeIds } from "../../src/portfolio/runtimes";
import { repositoryRoot, walk } from "../support/command";

const templates = join(repositoryRoot, "templates");

test.each([
  ["runtimes", [...runtimeIds, "container"]],
  ["clusters", Object.keys(clusters)],
  ["registries", registries.map(({ id }) => id)],
  ["deliveries", Object.keys(deliveries)],
])("each of the %s has a folder with the same pieces as the others", (kind, ids) => {
  expect(readdirSync(join(templates, kind)).sort()).toEqual([...ids].sort());
  const pieces = ids.map((id) => [id, listTemplates(`${kind}/${id}/pieces`)] as const);
  const all = [...new Set(pieces.flatMap(([, names]) => names))].sort();
  for (const [id, names] of pieces) expect({ id, missing: all.filter((name) => !names.includes(name)) }).toEqual({ id, missing: [] });
});

test("each runtime has its run of the conformance suite", () => {
  const files = readdirSync(join(repositoryRoot, "test/conformance")).filter((file) => /^\w+\.test\.ts$/.test(file));
  expect(files.sort()).toEqual(runtimeIds.map((id) => `${id}.test.ts`).sort());
});

test("every piece is included somewhere", () => {
  const sources = walk(templates)
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const included = (call: string) =>
    new Set([...sources.matchAll(new RegExp(`${call}\\("([\\w/-]+)"`, "g"))].map(([, name]) => `${name}.ejs`));
  expect(included("runtimePiece")).toEqual(new Set(listTemplates("runtimes/express/pieces")));
  expect(included("clusterPiece")).toEqual(new Set(listTemplates("clusters/minikube/pieces")));
  expect(included("registryPiece")).toEqual(new Set(listTemplates("registries/ghcr/pieces")));
  expect(included("deliveryPiece")).toEqual(new Set(listTemplates("deliveries/helm/pieces")));
});

test("no template or script asks which runtime, cluster, registry or delivery it is", () => {
  const asks =
    /\b(runtime|cluster)\b(\.id)? *[!=]==|\}\[(runtime|cluster)\]|"\$CLUSTER" *!?= *[a-z]|\b(registryHost|registryType\.id|delivery|deliveryType\.id) *[!=]==/;
  const asking = walk(templates).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, index) => (asks.test(line) ? [`${file.slice(templates.length + 1)}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(asking).toEqual([]);
});

import { series } from "../../workspace/metrics";
import type { SourceFile } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { declaredIn, isExposed, isOthers, librariesIn } from "../exposed";
import type { Check } from "../finding";
import { type Query, queriesOf } from "../rules";

export const e04: Check = {
  id: "E04",
  title: "A rule or panel asks for a metric or label that nothing exposes",
  story:
    "Symptom: `No data` in the panel, an alert that never fires. The name or the label differs from what the program's client library exposes.",
  *detect(workspace) {
    const libraries = librariesIn(workspace);
    const sources = workspace.repositories.some(({ files }) =>
      [...files.values()].some(({ path }) => /(^|\/)(app|main|server|index)\.(py|js|ts|go)$/.test(path)),
    );
    if (!sources || libraries.some(({ name }) => name === "another" || name === "opentelemetry")) return;
    const recorded = new Set(
      queriesOf(workspace)
        .filter(({ kind }) => kind === "record")
        .map(({ name }) => name),
    );
    const seen = new Set<string>();
    const foreign = foreignDashboards(workspace);
    for (const query of queriesOf(workspace)) {
      if (!query.expression.valid || (query.kind === "panel" && foreign.has(query.place.file))) continue;
      for (const { metric, matchers } of query.expression.selectors) {
        if (!metric || isOthers(metric) || recorded.has(metric) || metric.includes(":") || isOfOthers(matchers)) continue;
        const key = `${query.place.file.shown}:${query.place.line}`;
        if (seen.has(key)) continue;
        const cause = isExposed(workspace, metric)
          ? labelProblem(workspace, query, metric, matchers)
          : libraries.length > 0
            ? `Nothing here exposes ${metric}`
            : `Nothing here exposes ${metric}: no program of this workspace has a Prometheus client library`;
        if (!cause) continue;
        seen.add(key);
        yield {
          severity: "error",
          place: query.place,
          evidence: `${query.name}: ${query.source}`,
          cause: `${cause}, so ${query.kind === "panel" ? "the panel does not show what it says" : "the rule does not do what it says"}`,
          fix: closest(workspace, metric),
        };
      }
    }
  },
};

/** Dashboards of programs that others wrote, such as those of grafana.com: most of what they show is theirs. */
function foreignDashboards(workspace: Workspace): Set<SourceFile> {
  const metrics = new Map<SourceFile, string[]>();
  for (const { kind, place, expression } of queriesOf(workspace))
    if (kind === "panel")
      metrics.set(place.file, [...(metrics.get(place.file) ?? []), ...expression.selectors.flatMap(({ metric }) => metric ?? [])]);
  const isForeign = (names: string[]) => names.length >= 8 && names.filter(isOthers).length > 0.75 * names.length;
  return new Set([...metrics].filter(([, names]) => isForeign(names)).map(([file]) => file));
}

/** It asks for the series of a program that is known by its name, and not written here. */
const isOfOthers = (matchers: readonly { label: string; operator: string; value: string }[]): boolean =>
  matchers.some(({ label, operator, value }) => label === "job" && operator.startsWith("=") && isOthers(`${value.replaceAll("-", "_")}_`));

/** Labels that Prometheus and the operator put on every series. */
const TARGET = new Set([
  "job",
  "instance",
  "namespace",
  "pod",
  "service",
  "endpoint",
  "container",
  "node",
  "le",
  "quantile",
  "__name__",
  "prometheus",
  "cluster",
  "app",
  "env",
  "environment",
  "exported_job",
  "grafana_variable",
]);

function labelProblem(
  workspace: Workspace,
  { expression }: Query,
  metric: string,
  matchers: readonly { label: string; operator: string }[],
): string | undefined {
  const found = declaredIn(workspace).filter((one) => one.name === metric || series(one).includes(metric));
  if (found.length === 0 || found.some(({ labels }) => labels === undefined)) return undefined;
  // A library may expose a metric of the same name with labels of its own, and a relabeling may add some.
  if (librariesIn(workspace).some(({ exposes, name }) => name !== "prom-client" && name !== "prometheus_client" && exposes.test(metric)))
    return undefined;
  if (
    workspace.files.some(
      ({ text, name }) =>
        /\.ya?ml$/.test(name) && /[rR]elabel|labelmap|targetLabels|podTargetLabels|external_?[lL]abels|static_configs/.test(text),
    )
  )
    return undefined;
  if (workspace.files.some(({ text, name }) => /\.(js|ts)$/.test(name) && /setDefaultLabels/.test(text))) return undefined;
  const labels = new Set(found.flatMap((one) => one.labels!));
  const wanted = [
    ...matchers.filter(({ operator }) => operator === "=" || operator === "=~").map(({ label }) => label),
    ...(expression.selectors.length === 1 ? expression.groupings.filter(({ by }) => by).flatMap((grouping) => grouping.labels) : []),
  ];
  // A label of the program's own that a target has, too, is called exported_ and its name.
  const isKnown = (label: string) => labels.has(label) || TARGET.has(label) || labels.has(label.replace(/^exported_/, ""));
  const unknown = wanted.find((label) => !isKnown(label));
  return unknown ? `${metric} has the labels ${[...labels].join(", ") || "(none)"}, and no ${unknown}` : undefined;
}

function closest(workspace: Workspace, metric: string): string {
  const names = [
    ...new Set(
      declaredIn(workspace).flatMap(({ name, type }) =>
        type === "histogram" ? [`${name}_bucket`] : type === "counter" ? [`${name.replace(/_total$/, "")}_total`] : [name],
      ),
    ),
  ];
  return names.length > 0
    ? `Use what the source declares: ${names.slice(0, 6).join(", ")}.`
    : `Expose ${metric} in the program, or take the query out.`;
}

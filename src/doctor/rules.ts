import { type Expression, parseExpression } from "../workspace/promql";
import type { Workspace } from "../workspace/workspace";
import { listOf, mapOf, type Place, part, textValue, type Value, type YamlDocument } from "../workspace/yaml";
import { dashboardsOf, panelsOf } from "./dashboards";

/** An expression that Prometheus or Grafana evaluates. */
export interface Query {
  readonly kind: "alert" | "record" | "panel";
  readonly name: string;
  readonly source: string;
  readonly expression: Expression;
  readonly place: Place;
  readonly labels: Readonly<Record<string, Value>>;
}

const memory = new WeakMap<Workspace, Query[]>();

/** Every expression of rules (in a file of Prometheus, in a PrometheusRule) and of dashboards. */
export function queriesOf(workspace: Workspace): Query[] {
  const known = memory.get(workspace) ?? [...ruleQueries(workspace), ...panelQueries(workspace)];
  memory.set(workspace, known);
  return known;
}

function ruleQueries(workspace: Workspace): Query[] {
  const objects = workspace
    .ofKind("PrometheusRule")
    .flatMap((object) => groups(object.get("spec", "groups"), (...path) => object.at("spec", "groups", ...path)));
  const files = workspace.yamlFiles
    .filter(({ text }) => /^\s*groups:/m.test(text) && /\bexpr:/.test(text))
    .flatMap((file) =>
      workspace
        .yaml(file)
        .flatMap((document) => [
          ...groups(part(document.value, "groups"), (...path) => document.at("groups", ...path)),
          ...inValues(document),
        ]),
    );
  return [...objects, ...files];
}

/** `additionalPrometheusRulesMap` and the like of the stack's values. */
function inValues(document: YamlDocument): Query[] {
  const map = mapOf(part(document.value, "additionalPrometheusRulesMap"));
  return Object.entries(map).flatMap(([name, value]) =>
    groups(part(value, "groups"), (...path) => document.at("additionalPrometheusRulesMap", name, "groups", ...path)),
  );
}

function groups(list: Value, at: (...path: (string | number)[]) => Place): Query[] {
  return listOf(list).flatMap((group, index) =>
    listOf(part(group, "rules")).flatMap((rule, number) => {
      const source = textValue(part(rule, "expr"));
      const expression = source === undefined ? undefined : parseExpression(source);
      if (source === undefined || !expression) return [];
      const kind = part(rule, "record") ? ("record" as const) : ("alert" as const);
      return [
        {
          kind,
          name: textValue(part(rule, "record") ?? part(rule, "alert")) ?? "",
          source,
          expression,
          place: at(index, "rules", number, "expr"),
          labels: mapOf(part(rule, "labels")),
        },
      ];
    }),
  );
}

function panelQueries(workspace: Workspace): Query[] {
  return dashboardsOf(workspace).flatMap(({ json, line }) =>
    panelsOf(json).flatMap((panel) =>
      panel.targets.flatMap(({ expr, datasource }) => {
        const kind = textValue(part(datasource ?? panel.datasource, "type"));
        if (
          !expr ||
          (kind !== undefined && kind !== "prometheus") ||
          /^\s*\{[^}]*\}\s*(\||$)|\|[=~]|\| json|count_over_time\(\{/.test(expr) ||
          /loki|tempo/i.test(JSON.stringify(datasource ?? panel.datasource ?? ""))
        )
          return [];
        const expression = parseExpression(expr);
        // Where it stands is looked for when somebody asks: most queries are right.
        return expression
          ? [
              {
                kind: "panel" as const,
                name: panel.title,
                source: expr,
                expression,
                labels: {},
                get place() {
                  return line(expr);
                },
              },
            ]
          : [];
      }),
    ),
  );
}

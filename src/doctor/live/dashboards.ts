import { type ConfigMap, labelsOf } from "../../live/kube";
import type { View } from "../../live/snapshot";
import { kubectl } from "./command";
import { broken, type LiveFinding } from "./finding";
import type { Question } from "./questions";
import type { Walk } from "./walk";

interface Panel {
  readonly title?: string;
  readonly targets?: readonly { readonly expr?: string }[];
  readonly panels?: readonly Panel[];
}

interface Dashboard {
  readonly title?: string;
  readonly templating?: {
    readonly list?: readonly { readonly name: string; readonly current?: { readonly value?: string | readonly string[] } }[];
  };
  readonly panels?: readonly Panel[];
}

function dashboardsOf(view: View): readonly ConfigMap[] {
  const { service, namespace, monitors } = view.scope;
  const all = view.list("ConfigMap", service === undefined ? namespace : monitors);
  return service === undefined ? all : all.filter((map) => labelsOf(map)["app.kubernetes.io/instance"] === service);
}

export function* dashboardLinks({ view, subject, namespace }: Walk): Generator<LiveFinding | undefined> {
  const maps = dashboardsOf(view);
  if (view.refusal("ConfigMap", view.scope.monitors)) return;
  const taken = maps.filter((map) => labelsOf(map).grafana_dashboard === "1");
  const [other] = maps.filter((map) => !taken.includes(map));
  if (subject.expected && taken.length === 0)
    yield broken("dashboard", {
      object: other ?? `Service ${namespace}/${subject.service}`,
      cause: `no ConfigMap of ${subject.service} with the label grafana_dashboard=1 in namespace ${view.scope.monitors ?? namespace}`,
      fix: other
        ? kubectl(view, other, "label", "grafana_dashboard=1 --overwrite")
        : "dashboard.enabled must not be false in the values of its chart",
    });
  for (const map of taken)
    for (const [key, json] of Object.entries(map.data ?? {})) {
      const title = parsed(json)?.title;
      if (title) continue;
      const cause = parsed(json) ? "the dashboard has no title at its root" : "it is no JSON";
      yield broken("dashboard-json", {
        object: map,
        field: `data["${key}"]`,
        evidence: json.slice(0, 60),
        cause,
        fix: "Export the model itself, not wrapped in `dashboard`",
      });
    }
}

const parsed = (json: string): Dashboard | undefined => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

/** The queries of every panel, with variables as Grafana fills them: one namespace, one job, all pods. */
export function panelQuestions(view: View): Question[] {
  const { namespace, service } = view.scope;
  return dashboardsOf(view).flatMap((map) =>
    Object.values(map.data ?? {}).flatMap((json) => {
      const dashboard = parsed(json);
      if (!dashboard) return [];
      const known = {
        ...Object.fromEntries(
          (dashboard.templating?.list ?? []).map(({ name, current }) => [name, String([current?.value ?? ""].flat()[0] ?? "")]),
        ),
        ...{
          namespace,
          job: service ?? ".*",
          pod: ".*",
          datasource: "prometheus",
          __rate_interval: "2m",
          __interval: "30s",
          __range: "1h",
        },
      };
      return allPanels(dashboard.panels).flatMap(({ title = "without a title", targets = [] }) =>
        targets.flatMap(({ expr }) =>
          expr ? [{ kind: "dashboard" as const, object: map, name: `panel ${title}`, promql: filled(expr, known) }] : [],
        ),
      );
    }),
  );
}

const allPanels = (panels: readonly Panel[] = []): Panel[] => panels.flatMap((panel) => [panel, ...allPanels(panel.panels)]);

function filled(expression: string, variables: Readonly<Record<string, string>>): string {
  const value = (whole: string, name: string) => (Object.hasOwn(variables, name) ? variables[name]! : whole);
  return expression
    .replace(/\$\{(\w+)(?::[a-z]+)?\}|\$(\w+)/g, (whole, braced, bare) => value(whole, braced ?? bare))
    .replace(/[\n\t]+/g, " ");
}

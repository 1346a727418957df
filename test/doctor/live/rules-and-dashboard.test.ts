import { type Broken, generated, named } from "../../support/verdict";

jest.setTimeout(180_000); // a loaded machine

const { appName, appNamespace } = generated.portfolio;

test.each<Broken>([
  [
    "the rules are switched off",
    "rules",
    (w) => {
      w.prometheusRules = [];
    },
  ],
  [
    "the rules are not selected",
    "rules-labels",
    (w) => {
      delete w.rule.metadata.labels.release;
    },
  ],
  [
    "a group of rules is not loaded",
    "rules-loading",
    (w) => {
      w.rules.pop();
    },
  ],
  [
    "a rule has not been evaluated",
    "rules-loading",
    (w) => {
      w.rules[0].rules[0].health = "unknown";
    },
  ],
  [
    "a rule fails",
    "rules-error",
    (w) => {
      Object.assign(w.rules[0].rules[1], { health: "err", lastError: "many-to-many matching" });
    },
  ],
  [
    "a record has no data",
    "rules-data",
    (w) => {
      w.empty = [`job:http_requests:rate5m{namespace="${appNamespace}",job="${appName}"}`];
    },
  ],
  [
    "Grafana does not see the dashboard",
    "dashboard",
    (w) => {
      w.hasDashboard = false;
    },
  ],
  [
    "a panel has no data",
    "dashboard-data",
    (w) => {
      w.empty = [`sum(up{namespace=~"${appNamespace}",job="${appName}"})`];
    },
  ],
  [
    "a query of the dashboard is refused",
    "dashboard-query",
    (w) => {
      w.refused = [`sum(up{namespace=~"${appNamespace}",job="${appName}"})`];
    },
  ],
])("when %s it names %s", named);

#!/bin/sh
# Asks Prometheus whether it gets the application's data; names the first broken link when it does not.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/verify.sh [--timeout SECONDS] [--no-rules] [--no-dashboard]

Walks the chain ServiceMonitor - Service - pods - scrape, until every pod is scraped; then sends a few requests and
waits until every rule is evaluated and every query of the dashboard has data. What heals by itself gets the timeout
(here: 240 seconds); what does not is reported at once, as

  BROKEN: service-port-name: the ServiceMonitor wants the port web, but ...

  --no-rules      for a deployment with prometheusRule.enabled=false
  --no-dashboard  for a deployment with dashboard.enabled=false
USAGE
}

timeout=240 rules=yes dashboard=yes
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --timeout) timeout=${2:?}; shift ;;
    --no-rules) rules=no ;;
    --no-dashboard) dashboard=no ;;
    *) bad_option "$1" ;;
  esac
  shift
done
number --timeout "$timeout" 1 3600

need "kubectl jq"
need_cluster
scratch
deadline=$(($(date +%s) + timeout))
TAB=$(printf '\t')
prometheus="/api/v1/namespaces/$MONITORING_NAMESPACE/services/$PROMETHEUS_NAME:9090/proxy/api/v1"

# broken ID MESSAGE FIX: the last word of this script.
broken() {
  printf 'BROKEN: %s: %s\n' "$1" "$2"
  printf '  fix: %s\n' "$3"
  exit 1
}

# again ID MESSAGE FIX: waits a little, or gives up.
again() {
  [ "$(date +%s)" -lt "$deadline" ] || broken "$@"
  [ "$1" = "${last_wait:-}" ] || say "... $1: $2"
  last_wait=$1
  sleep 3
}

ok() { printf 'ok  %-10s %s\n' "$1" "$2"; }

api() { k get --raw "$prometheus/$1" --request-timeout=20s 2>"$SCRATCH/api.err"; }

# query PROMQL: sets COUNT to the number of series with a value; fails when Prometheus does not answer it.
query() {
  api "query?query=$(jq -rn --arg promql "$1" '$promql | @uri')" >"$SCRATCH/answer" || return 1
  COUNT=$(jq '[.data.result | if type == "array" and (first | type) == "object" then .[].value[1] else .[1]? end
    | select(. != null and . != "NaN")] | length' "$SCRATCH/answer")
}

# queries ID FIX: waits until each "promql <tab> name" line of the file of queries has data.
queries() {
  while :; do
    : >"$SCRATCH/empty"
    while IFS="$TAB" read -r promql name; do
      if query "$promql"; then
        [ "$COUNT" -gt 0 ] || printf '%s\t%s\n' "$promql" "$name" >>"$SCRATCH/empty"
      else
        case $(cat "$SCRATCH/api.err") in
          *"rejected our request"*) broken "$1-query" "$name: Prometheus refuses the query $promql" "$2" ;;
          *) printf '%s\t%s\n' "$promql" "$name" >>"$SCRATCH/empty" ;;
        esac
      fi
    done <"$SCRATCH/queries"
    [ -s "$SCRATCH/empty" ] || return 0
    traffic
    IFS="$TAB" read -r promql name <"$SCRATCH/empty"
    again "$1-data" "$name has no data: $promql" "$2"
    mv "$SCRATCH/empty" "$SCRATCH/queries"
  done
}

# Without requests there is nothing to see: rates need some between two scrapes.
traffic() {
  for path in / /api/info '/api/work?ms=5'; do
    k get --raw "/api/v1/namespaces/$APP_NAMESPACE/services/$APP:$PORT_NAME/proxy$path" >/dev/null 2>&1 || :
  done
}

collect() {
  # By its name: whoever deploys may see this one object there and no other.
  k -n "$MONITORING_NAMESPACE" get prometheuses.monitoring.coreos.com "$PROMETHEUS_NAME" --ignore-not-found -o json >"$SCRATCH/prometheus"
  k -n "$MONITOR_NAMESPACE" get servicemonitors.monitoring.coreos.com -o json >"$SCRATCH/monitors"
  jq -n '{items: [inputs | if has("items") then .items[] else . end]}' "$SCRATCH/prometheus" "$SCRATCH/monitors" >"$SCRATCH/monitoring"
  k -n "$APP_NAMESPACE" get services,deployments.apps,pods,endpointslices.discovery.k8s.io,servicemonitors.monitoring.coreos.com \
    -o json >"$SCRATCH/app"
  k -n "$APP_NAMESPACE" get events -o json >"$SCRATCH/events"
  # Not everybody may read namespaces; their labels matter only to an unusual Prometheus.
  k get namespaces "$APP_NAMESPACE" "$MONITORING_NAMESPACE" -o json >"$SCRATCH/namespaces" 2>/dev/null ||
    printf '{"items":[]}' >"$SCRATCH/namespaces"
  api 'targets?state=active' >"$SCRATCH/targets" || printf '{"data":null}' >"$SCRATCH/targets"
  printf '{}' >"$SCRATCH/logs"
  jq -r '[.items[] | select(.kind == "Pod" and any(.status.containerStatuses[]?; .restartCount > 0 and .ready == false))
    | .metadata.name][0:3][]' "$SCRATCH/app" | while read -r pod; do
    log=$(k -n "$APP_NAMESPACE" logs "$pod" --previous --tail=5 2>&1 || :)
    jq --arg pod "$pod" --arg log "$log" '. + {($pod): $log}' "$SCRATCH/logs" >"$SCRATCH/logs.new"
    mv "$SCRATCH/logs.new" "$SCRATCH/logs"
  done
}

chain() {
  jq -n --slurpfile monitoring "$SCRATCH/monitoring" --slurpfile app "$SCRATCH/app" --slurpfile events "$SCRATCH/events" \
    --slurpfile namespaces "$SCRATCH/namespaces" --slurpfile targets "$SCRATCH/targets" --slurpfile logs "$SCRATCH/logs" \
    --arg appName "$APP" --arg appNamespace "$APP_NAMESPACE" --arg prometheusName "$PROMETHEUS_NAME" \
    --arg monitoringNamespace "$MONITORING_NAMESPACE" '{
      app: $appName, appNamespace: $appNamespace, monitoringNamespace: $monitoringNamespace, prometheusName: $prometheusName,
      objects: (($monitoring[0].items + $app[0].items) | unique_by([.kind, .metadata.namespace, .metadata.name])),
      events: ($events[0].items | sort_by(.lastTimestamp // .eventTime // "")),
      namespaces: ($namespaces[0].items | map({(.metadata.name): (.metadata.labels // {})}) | add // {}),
      targets: ($targets[0].data.activeTargets // []), logs: $logs[0]
    }' | jq -r -f "$ROOT/scripts/verify.jq" >"$SCRATCH/broken"
}

field() { jq -r ".$1" "$SCRATCH/broken"; }

# 1. The custom resources.
k api-resources --api-group=monitoring.coreos.com -o name >"$SCRATCH/kinds"
for kind in servicemonitors prometheusrules prometheuses; do
  grep -qx "$kind.monitoring.coreos.com" "$SCRATCH/kinds" ||
    broken crds "the cluster does not know $kind.monitoring.coreos.com" "The monitoring has to be installed before the application: scripts/up.sh"
done

# 2. The chain, up to a healthy scrape of every pod.
while :; do
  collect
  chain
  if [ ! -s "$SCRATCH/broken" ]; then break; fi
  # A silent Prometheus explains missing targets better than anything else.
  if [ "$(field wait)" = true ] && [ -s "$SCRATCH/api.err" ]; then
    case $(field id) in
      prometheus-config) again prometheus-api "Prometheus does not answer: $(head -n 1 "$SCRATCH/api.err")" \
        "kubectl -n $MONITORING_NAMESPACE get pods; its log says why"; continue ;;
    esac
  fi
  if [ "$(field wait)" = true ]; then again "$(field id)" "$(field message)" "$(field fix)"; continue; fi
  broken "$(field id)" "$(field message)" "$(field fix)"
done
ok targets "$(jq -r --arg app "$APP" '[.data.activeTargets[] | select(.labels.job == $app and .health == "up") | .scrapeUrl] | join(" ")' "$SCRATCH/targets")"

# 3. The rules: selected, loaded, evaluated, with data.
if [ "$rules" = yes ]; then
  k get prometheusrules.monitoring.coreos.com -n "$MONITOR_NAMESPACE" -l "app.kubernetes.io/instance=$APP" -o json >"$SCRATCH/rules"
  [ "$(jq '.items | length' "$SCRATCH/rules")" -gt 0 ] ||
    broken rules "no PrometheusRule of $APP in namespace $MONITOR_NAMESPACE" "prometheusRule.enabled must not be false in the values (or --no-rules)"
  unselected=$(jq -r --slurpfile monitoring "$SCRATCH/monitoring" --arg name "$PROMETHEUS_NAME" '
    ($monitoring[0].items[] | select(.kind == "Prometheus" and .metadata.name == $name) | .spec.ruleSelector.matchLabels // {}) as $want
    | .items[] | .metadata as $m | select($want | to_entries | any(.value != $m.labels[.key])) | $m.name' "$SCRATCH/rules")
  [ -z "$unselected" ] || broken rules-labels "Prometheus does not select PrometheusRule $unselected" \
    "The label release has to be that of the monitoring release: monitoring.release in the values"

  while :; do
    traffic
    api rules >"$SCRATCH/loaded" || { again prometheus-api "Prometheus does not answer" "kubectl -n $MONITORING_NAMESPACE get pods"; continue; }
    # One line a group that is missing or a rule that is not evaluated: id, tab, message.
    jq -r --slurpfile loaded "$SCRATCH/loaded" '
      .items[] | .metadata as $m | .spec.groups[] | . as $group
      | ($loaded[0].data.groups | map(select(.name == $group.name and (.file | contains("\($m.namespace)-\($m.name)-")))) | first) as $live
      | if $live == null then "rules-loading\tgroup \(.name) is not loaded yet"
        else $live.rules[] | if .health == "err" then "rules-error\t\(.name): \(.lastError)"
          elif .health != "ok" then "rules-loading\t\(.name) has not been evaluated yet" else empty end end' \
      "$SCRATCH/rules" >"$SCRATCH/pending"
    if [ ! -s "$SCRATCH/pending" ]; then break; fi
    id=$(head -n 1 "$SCRATCH/pending" | cut -f 1)
    again "$id" "$(head -n 1 "$SCRATCH/pending" | cut -f 2-)" "helm/$APP/files/rules.yaml; the log of the operator and of Prometheus"
  done

  jq -r --arg app "$APP" --arg namespace "$APP_NAMESPACE" '[.items[].spec.groups[].rules[].record // empty] | unique[]
    | "\(.){namespace=\"\($namespace)\",job=\"\($app)\"}\t\(.)"' "$SCRATCH/rules" >"$SCRATCH/queries"
  queries rules "Look at the rule in helm/$APP/files/rules.yaml: each metric and label in it must exist"
  ok rules "$(jq -r '[.items[].spec.groups[].rules[]] | "\(length) evaluated, \(map(select(.record)) | length) of them records with data"' "$SCRATCH/rules")"
  firing=$(jq -r --arg app "$APP" '[.data.groups[].rules[] | select(.type == "alerting" and .state == "firing")
    | select(any(.alerts[]?; .labels.job == $app)) | .name] | unique | join(", ")' "$SCRATCH/loaded")
  [ -z "$firing" ] || say "note: firing now: $firing"
fi

# 4. The dashboard: picked up by Grafana, every query with data.
if [ "$dashboard" = yes ]; then
  [ -n "$(k get configmaps -n "$MONITOR_NAMESPACE" -l "grafana_dashboard=1,app.kubernetes.io/instance=$APP" -o name)" ] ||
    broken dashboard "no ConfigMap of $APP with the label grafana_dashboard=1 in namespace $MONITOR_NAMESPACE" \
      "dashboard.enabled must not be false in the values (or --no-dashboard)"

  # Variables as Grafana fills them: one namespace, one job, all pods, a rate interval of four scrapes.
  jq -r --arg namespace "$APP_NAMESPACE" --arg job "$APP" '
    {namespace: $namespace, job: $job, pod: ".*", datasource: "prometheus", __rate_interval: "2m", __interval: "30s", __range: "1h"} as $known
    | ([.templating.list[]? | {(.name): (.current.value // "" | if type == "array" then .[0] else . end)}] | add // {}) as $own
    | (($own + $known) | to_entries | sort_by(-(.key | length))) as $variables
    | .panels[] | (., .panels[]?) | .title as $title | .targets[]? | select(.expr)
    | reduce $variables[] as $v (.expr; gsub("\\$\\{\($v.key)(:[a-z]+)?\\}|\\$\($v.key)\\b"; $v.value))
    | "\(gsub("[\\n\\t]+"; " "))\tpanel \($title)"' "$ROOT/helm/$APP/files/dashboard.json" >"$SCRATCH/queries"
  total=$(wc -l <"$SCRATCH/queries" | tr -d ' ')
  queries dashboard "Each metric and label in helm/$APP/files/dashboard.json must exist; some come from kube-state-metrics and cAdvisor"
  ok dashboard "$total queries with data"
fi

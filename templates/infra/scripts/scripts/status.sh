#!/bin/sh
# What runs, at a glance; changes nothing.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/status.sh [--all]

Shows the cluster, the releases, the pods, the recorded and the running image and what watches the application.

  --all  also what one needs after a failure: descriptions, events, logs and Prometheus's targets (no secrets)
USAGE
}

all=no
case ${1:-} in
  '') ;;
  -h | --help) usage; exit 0 ;;
  --all) all=yes ;;
  *) bad_option "$1" ;;
esac
one_at_most "$@"

need "kubectl helm jq"
need_cluster

# section TITLE COMMAND...: what one may not see hides nothing else.
missing=''
section() {
  step "$1" && title=$1 && shift
  "$@" || missing="$missing, $title"
}
app() { k -n "$APP_NAMESPACE" "$@"; }

# The pods of the newest ReplicaSet: those of a rollout that does not succeed.
newest_pods() {
  sets=$(app get replicasets -l "app.kubernetes.io/instance=$APP" -o json) || return
  hash=$(printf '%s' "$sets" | jq -r '.items | max_by(.metadata.annotations["deployment.kubernetes.io/revision"] // "0" | tonumber)
    | .metadata.labels["pod-template-hash"] // empty')
  [ -n "$hash" ] || return 0
  app describe pods -l "pod-template-hash=$hash"
  logs "pod-template-hash=$hash"
}
logs() {
  pods=$(app get pods -l "$1" -o name) || return
  for pod in $pods; do
    printf '%s\n' "-- $pod"
    app logs "$pod" --all-containers --tail=50 || :
    app logs "$pod" --all-containers --tail=50 --previous 2>/dev/null || :
  done
}
image() {
  recorded=$(record_field digest)
  printf 'recorded  %s %s\n' "$(record_field tag)" "${recorded:-nothing yet}"
  running=$(app get deployment "$APP" --ignore-not-found -o jsonpath='{.spec.template.spec.containers[0].image}') || return
  printf 'running   %s\n' "$running"
}
targets() {
  answer=$(k get --raw "/api/v1/namespaces/$MONITORING_NAMESPACE/services/$PROMETHEUS_NAME:9090/proxy/api/v1/targets?state=active") || return
  printf '%s' "$answer" | jq -r '.data.activeTargets[] | "\(.health) \(.scrapePool) \(.scrapeUrl) \(.lastError)"'
}

# The evidence of a failure first: it is gone soonest.
if [ "$all" = yes ]; then
  section "Pods of the newest ReplicaSet" newest_pods
  section "Events" app get events --sort-by=.lastTimestamp
fi
section "Cluster '$CONTEXT'" k get nodes
section "Releases of $APP_NAMESPACE" h list -n "$APP_NAMESPACE"
section "Releases of $MONITORING_NAMESPACE" h list -n "$MONITORING_NAMESPACE"
section "$APP" app get deployments,pods,services
section "Image" image
section "Monitoring" k -n "$MONITORING_NAMESPACE" get pods
section "What watches $APP" k -n "$MONITOR_NAMESPACE" get -l "app.kubernetes.io/instance=$APP" \
  servicemonitors.monitoring.coreos.com,prometheusrules.monitoring.coreos.com
if [ "$all" = yes ]; then
  section "Descriptions" app describe deployments,replicasets,services,endpointslices
  section "Logs" logs "app.kubernetes.io/instance=$APP"
  section "Events of the monitoring" k -n "$MONITORING_NAMESPACE" get events --sort-by=.lastTimestamp --field-selector type!=Normal
  section "History" h history "$APP" -n "$APP_NAMESPACE"
  section "Targets" targets
fi
say "Whether Prometheus gets its data: scripts/verify.sh"
[ -z "$missing" ] || die "not shown:${missing#,}" "kubectl and Helm say why, above"

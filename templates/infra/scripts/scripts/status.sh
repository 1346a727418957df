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

need helm jq
need_cluster

step "Cluster '$CONTEXT'"
k get nodes
step "Releases"
h list -n "$APP_NAMESPACE"
h list -n "$MONITORING_NAMESPACE"
step "$APP"
k -n "$APP_NAMESPACE" get deployments,pods,services
step "Image"
recorded=$(record_field digest)
printf 'recorded  %s %s\n' "$(record_field tag)" "${recorded:-nothing yet}"
printf 'running   %s\n' "$(k -n "$APP_NAMESPACE" get deployment "$APP" --ignore-not-found \
  -o jsonpath='{.spec.template.spec.containers[0].image}')"
step "Monitoring"
k -n "$MONITORING_NAMESPACE" get pods
k get servicemonitors.monitoring.coreos.com,prometheusrules.monitoring.coreos.com -A \
  -l "app.kubernetes.io/instance=$APP" || say "The monitoring is not installed: scripts/up.sh"
if [ "$all" = yes ]; then
  step "Descriptions"
  k -n "$APP_NAMESPACE" describe deployments,replicasets,pods,services,endpointslices
  step "Events"
  k -n "$APP_NAMESPACE" get events --sort-by=.lastTimestamp
  k -n "$MONITORING_NAMESPACE" get events --sort-by=.lastTimestamp --field-selector type!=Normal
  step "Logs"
  for pod in $(k -n "$APP_NAMESPACE" get pods -o name); do
    printf '%s\n' "-- $pod"
    k -n "$APP_NAMESPACE" logs "$pod" --all-containers --tail=50 || :
    k -n "$APP_NAMESPACE" logs "$pod" --all-containers --tail=50 --previous 2>/dev/null || :
  done
  step "History"
  h history "$APP" -n "$APP_NAMESPACE" || :
  step "Targets"
  k get --raw "/api/v1/namespaces/$MONITORING_NAMESPACE/services/$PROMETHEUS_NAME:9090/proxy/api/v1/targets?state=active" |
    jq -r '.data.activeTargets[] | "\(.health) \(.scrapePool) \(.scrapeUrl) \(.lastError)"' || :
fi
say "Whether Prometheus gets its data: scripts/verify.sh"

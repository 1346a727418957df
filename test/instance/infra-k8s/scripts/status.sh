#!/bin/sh
# Usage: scripts/status.sh [--all]
#
# What runs, at a glance: the cluster, the releases, the pods, the recorded and the running image and what watches the
# application. It changes nothing.
#
#   --all  also what one needs after a failure: descriptions, events, logs and Prometheus's targets (no secrets)
. "$(dirname -- "$0")/lib.sh"

all=no
case ${1:-} in
  '') ;;
  -h | --help) help; exit 0 ;;
  --all) all=yes ;;
  *) bad_option "$1" ;;
esac
one_at_most "$@"

need "kubectl helm"
need_cluster

# show COMMAND...: what one may not see hides nothing else.
missing=''
show() {
  title=$(printf '%s' "$*" | sed -e 's/^k /kubectl /' -e 's/^app /kubectl /' -e 's/^h /helm /')
  step "$title"
  "$@" || missing="$missing, $title"
}
app() { k -n "$APP_NAMESPACE" "$@"; }
labelled="--selector=app.kubernetes.io/instance=$APP"

# The evidence of a failure first: it is gone soonest.
if [ "$all" = yes ]; then
  show app describe pods "$labelled"
  show app logs "$labelled" --all-containers --prefix --tail=50 --ignore-errors
  show app logs "$labelled" --all-containers --prefix --tail=50 --ignore-errors --previous
  show app get events --sort-by=.lastTimestamp
  show app describe deployments,replicasets,services,endpointslices
  show k -n "$MONITORING_NAMESPACE" get events --sort-by=.lastTimestamp --field-selector 'type!=Normal'
  show h history "$APP" -n "$APP_NAMESPACE"
  show k get --raw "/api/v1/namespaces/$MONITORING_NAMESPACE/services/$PROMETHEUS_NAME:9090/proxy/api/v1/targets?state=active"
fi
show k get nodes
show h list -n "$APP_NAMESPACE"
show h list -n "$MONITORING_NAMESPACE"
show app get deployments,pods,services -o wide
show cat "$RECORD"
show k -n "$MONITORING_NAMESPACE" get pods
show k -n "$MONITOR_NAMESPACE" get "$labelled" servicemonitors.monitoring.coreos.com,prometheusrules.monitoring.coreos.com
say "Whether Prometheus gets its data: scripts/verify.sh"
[ -z "$missing" ] || die "not shown:${missing#,}" "kubectl and Helm say why, above"

#!/bin/sh
# What runs, at a glance; changes nothing.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/status.sh

Shows the cluster, the releases, the pods, the recorded and the running image and what watches the application.
USAGE
}

case ${1:-} in
  '') ;;
  -h | --help) usage; exit 0 ;;
  *) bad_option "$1" ;;
esac

need helm
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
say "" "Whether Prometheus gets its data: scripts/verify.sh"

#!/bin/sh
# Usage: scripts/prometheus.sh [PORT]
#
# Opens Prometheus at a port of this machine (here: 9090) until Ctrl+C.
. "$(dirname -- "$0")/lib.sh"

case ${1:-} in -h | --help) help; exit 0 ;; esac
one_at_most "$@"
port=${1:-9090}
number PORT "$port" 1 65535

need_cluster
there service "$PROMETHEUS_NAME" -n "$MONITORING_NAMESPACE" ||
  die "there is no service $PROMETHEUS_NAME in namespace $MONITORING_NAMESPACE" "Install the monitoring: scripts/up.sh"
cat <<TEXT
Targets:  http://127.0.0.1:$port/targets (in use? scripts/prometheus.sh $((port + 1)))
Alerts:   http://127.0.0.1:$port/alerts
TEXT
exec kubectl --context "$CONTEXT" -n "$MONITORING_NAMESPACE" port-forward "service/$PROMETHEUS_NAME" "$port:9090"

#!/bin/sh
# Opens Prometheus at a local port until Ctrl+C.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/prometheus.sh [PORT]

Forwards the local port (here: $PROMETHEUS_PORT) to Prometheus. Ctrl+C ends it.
USAGE
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
port=${1:-$PROMETHEUS_PORT}
one_at_most "$@"
number PORT "$port" 1 65535

need curl
need_cluster
port_is_free "$port" || die "port $port is in use" "Choose another: scripts/prometheus.sh $((port + 1))"
there service "$PROMETHEUS_NAME" -n "$MONITORING_NAMESPACE" ||
  die "there is no service $PROMETHEUS_NAME in namespace $MONITORING_NAMESPACE" "Install the monitoring: scripts/up.sh"
cat <<TEXT
Targets:  http://127.0.0.1:$port/targets
Alerts:   http://127.0.0.1:$port/alerts
TEXT
exec kubectl --context "$CONTEXT" -n "$MONITORING_NAMESPACE" port-forward "service/$PROMETHEUS_NAME" "$port:9090"

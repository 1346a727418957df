#!/bin/sh
# Opens Grafana at a local port until Ctrl+C.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/grafana.sh [PORT]

Forwards the local port (here: $GRAFANA_PORT) to Grafana and prints how to read its password. Ctrl+C ends it.
USAGE
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac
port=${1:-$GRAFANA_PORT}
one_at_most "$@"
number PORT "$port" 1 65535

need curl
need_cluster
port_is_free "$port" || die "port $port is in use" "Choose another: scripts/grafana.sh $((port + 1))"
there service "$GRAFANA_NAME" -n "$MONITORING_NAMESPACE" ||
  die "there is no service $GRAFANA_NAME in namespace $MONITORING_NAMESPACE" "Install the monitoring: scripts/up.sh"
cat <<TEXT
Grafana:   http://127.0.0.1:$port
User:      admin
Password:  kubectl --context $CONTEXT -n $MONITORING_NAMESPACE get secret $GRAFANA_NAME -o jsonpath='{.data.admin-password}' | base64 -d; echo
TEXT
exec kubectl --context "$CONTEXT" -n "$MONITORING_NAMESPACE" port-forward "service/$GRAFANA_NAME" "$port:80"

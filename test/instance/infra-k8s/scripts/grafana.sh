#!/bin/sh
# Usage: scripts/grafana.sh [PORT]
#
# Opens Grafana at a port of this machine (here: 3001) until Ctrl+C, and prints how to read its password.
. "$(dirname -- "$0")/lib.sh"

case ${1:-} in -h | --help) help; exit 0 ;; esac
one_at_most "$@"
port=${1:-3001}
number PORT "$port" 1 65535

need_cluster
there service "$GRAFANA_NAME" -n "$MONITORING_NAMESPACE" ||
  die "there is no service $GRAFANA_NAME in namespace $MONITORING_NAMESPACE" "Install the monitoring: scripts/up.sh"
cat <<TEXT
Grafana:   http://127.0.0.1:$port (in use? scripts/grafana.sh $((port + 1)))
User:      admin
Password:  kubectl --context $CONTEXT -n $MONITORING_NAMESPACE get secret $GRAFANA_NAME -o jsonpath='{.data.admin-password}' | base64 -d; echo
TEXT
exec kubectl --context "$CONTEXT" -n "$MONITORING_NAMESPACE" port-forward "service/$GRAFANA_NAME" "$port:80"

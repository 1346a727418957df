#!/bin/sh
# Usage: scripts/verify.sh [--timeout SECONDS] [--no-rules] [--no-dashboard]
#
# Walks the chain ServiceMonitor - Service - pods - scrape, until every pod is scraped; then sends a few requests and
# waits until every rule is evaluated and every query of the dashboard has data. What heals by itself gets the timeout
# (here: 240 seconds); what does not is reported at once, as
#
#   BROKEN: service-port-name: the ServiceMonitor wants the port web, but ...
#
#   --no-rules      for a deployment with prometheusRule.enabled=false
#   --no-dashboard  for a deployment with dashboard.enabled=false
#
# The checks are those of create-devops-portfolio doctor --live, in the version that .projen/package.json pins.
. "$(dirname -- "$0")/lib.sh"

timeout=240 skip=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --timeout) timeout=${2:?}; shift ;;
    --no-rules) skip="$skip,rules" ;;
    --no-dashboard) skip="$skip,dashboard" ;;
    *) bad_option "$1" ;;
  esac
  shift
done
number --timeout "$timeout" 1 3600

need "kubectl node"
need_cluster
exec node "$ROOT/.projen/synth.mjs" doctor --live --wait "$timeout" --context "$CONTEXT" \
  --namespace "$APP_NAMESPACE" --service "$APP" --monitors "$MONITOR_NAMESPACE" --prometheus "$MONITORING_NAMESPACE/$PROMETHEUS_NAME" \
  --visit "$(echo "$PORT_NAME $TRAFFIC" | tr " " ,)" --skip "$skip"

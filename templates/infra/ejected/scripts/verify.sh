#!/bin/sh
# Asks Prometheus whether it scrapes every pod of the application.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/verify.sh [--timeout SECONDS]

Waits (here: 240 seconds) until Prometheus has a target that is up for every pod that the deployment wants. When it does
not get there, it shows what there is of the chain ServiceMonitor - Service - pods - scrape.
USAGE
}

timeout=240
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --timeout) timeout=${2:?}; shift ;;
    --no-dashboard) ;; # it is not looked at
    *) bad_option "$1" ;;
  esac
  shift
done
number --timeout "$timeout" 1 3600

need "kubectl jq"
need_cluster
prometheus="/api/v1/namespaces/$MONITORING_NAMESPACE/services/$PROMETHEUS_NAME:9090/proxy/api/v1"
deadline=$(($(date +%s) + timeout))
while :; do
  wanted=$(k -n "$APP_NAMESPACE" get deployment "$APP" -o jsonpath='{.spec.replicas}') || refused "deployment $APP"
  targets=$(k get --raw "$prometheus/targets?state=active" | jq --arg job "$APP" --arg namespace "$APP_NAMESPACE" \
    '[.data.activeTargets[] | select(.labels.job == $job and .labels.namespace == $namespace)]') || targets='[]'
  up=$(printf '%s' "$targets" | jq '[.[] | select(.health == "up")] | length')
  if [ "$up" -ge "$wanted" ] && [ "$wanted" -gt 0 ]; then break; fi
  [ "$(date +%s)" -lt "$deadline" ] || {
    printf '%s' "$targets" | jq -r '.[] | "\(.health) \(.scrapeUrl) \(.lastError)"' >&2
    k -n "$MONITOR_NAMESPACE" get servicemonitors.monitoring.coreos.com --show-labels >&2 || :
    k -n "$APP_NAMESPACE" get services,endpointslices,pods --show-labels >&2 || :
    die "Prometheus scrapes $up of $wanted pods of $APP" "The monitor's label release, its selectors and the name of its port have to fit what is above"
  }
  sleep 3
done
printf 'ok  targets %s\n' "$(printf '%s' "$targets" | jq -r '[.[].scrapeUrl] | join(" ")')"

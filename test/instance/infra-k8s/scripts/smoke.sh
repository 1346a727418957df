#!/bin/sh
# Usage: scripts/smoke.sh
#
# Waits for the rollout, then asks the application for its health, readiness, metrics (with their content type, which
# Prometheus 3 insists on) and page, through a port-forward; then the ways in of users: the Service (helm test), and the node
# port or the Ingress where there is one.
#
# Environment: APP_ADDRESS, where the application answers, for example https://app.example.org, instead of all of these.
. "$(dirname -- "$0")/lib.sh"

case ${1:-} in
  '') ;;
  -h | --help) help; exit 0 ;;
  *) bad_option "$1" ;;
esac
one_at_most "$@"

need "kubectl helm jq curl"
need_cluster
k -n "$APP_NAMESPACE" rollout status "deployment/$APP" --timeout=120s >&2 ||
  die "the rollout of $APP is not complete" "Why: scripts/verify.sh"
scratch

# request URL [OPTION OF curl]...: body and headers to files; a connection that was just being opened is tried again.
request() {
  code=$(http --silent --show-error --max-time 10 --retry 5 --retry-connrefused --retry-delay 1 \
    --dump-header "$SCRATCH/headers" --output "$SCRATCH/body" --write-out '%{http_code}' "$@") ||
    die "$1 does not answer"
  [ "$code" = 200 ] || die "$1 answered $code" "$(head -c 300 "$SCRATCH/body")"
  type=$(tr -d '\r' <"$SCRATCH/headers" | sed -n 's/^[Cc]ontent-[Tt]ype: *//p' | tail -n 1)
}

# expect PATH TYPE-PATTERN BODY-PATTERN
expect() {
  request "$URL$1"
  printf '%s\n' "$type" | grep -Eq "$2" || die "$1 answered as '$type'" "Expected: $2"
  grep -Eq "$3" "$SCRATCH/body" || die "$1 answered without $3" "$(head -c 300 "$SCRATCH/body")"
  printf 'ok  %-9s %s\n' "$1" "$type"
}

if [ -n "${APP_ADDRESS:-}" ]; then URL=${APP_ADDRESS%/}; else forward_app "$PORT_NAME"; fi
expect "$HEALTH_PATH" '^application/json' '"status": ?"ok"'
expect "$READY_PATH" '^application/json' '"status": ?"ready"'
expect / '^text/html' '<html'
# Behind an Ingress the metrics are at a port of their own, which the Service has only then.
ports=$(k -n "$APP_NAMESPACE" get service "$APP" -o jsonpath='{.spec.ports[*].name}') || refused "service $APP"
case " $ports " in *' management '*) forward_app management ;; esac
expect "$METRICS_PATH" '^text/plain; version=(0\.0\.4|1\.0\.0)|^application/openmetrics-text' \
  '^http_request_duration_seconds_count'
[ -z "${APP_ADDRESS:-}" ] || exit 0

# The ways in of users, which a port-forward passes by.
h test "$APP" -n "$APP_NAMESPACE" --timeout 2m >"$SCRATCH/test" 2>&1 ||
  die "helm test failed: the Service does not lead to the application" "$(tail -n 5 "$SCRATCH/test")" \
    "$(k -n "$APP_NAMESPACE" logs "pod/$APP-test" 2>&1 | tail -n 5)"
printf 'ok  %-9s %s\n' Service "helm test"

if is_local; then set -- --noproxy '*'; else set --; fi # no proxy knows a cluster of this machine
# Docker hides the node on macOS, Windows and WSL.
if [ -n "$NODE_PORT" ] && local_profile && [ "$(uname -s)" = Linux ] && ! grep -qi microsoft /proc/version; then
  node=$(k get nodes -o jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}') || refused nodes
  case $node in *:*) node="[$node]" ;; esac
  request "http://$node:$NODE_PORT$HEALTH_PATH" "$@"
  printf 'ok  %-9s %s\n' NodePort "$node:$NODE_PORT"
fi
if [ "$EXPOSURE" = ingress ]; then
  k -n "$APP_NAMESPACE" get ingress "$APP" -o json >"$SCRATCH/ingress" || refused "ingress $APP"
  address=$(jq -r '.status.loadBalancer.ingress[0]? | .ip // .hostname // empty' "$SCRATCH/ingress")
  [ -n "$address" ] || die "Ingress $APP has no address" "Its controller gives it one: kubectl -n $APP_NAMESPACE describe ingress $APP"
  case $address in *:*) address="[$address]" ;; esac
  scheme=$(jq -r 'if .spec.tls then "https" else "http" end' "$SCRATCH/ingress")
  # By its name, at the controller's address: the name need not be in DNS yet.
  request "$scheme://$INGRESS_HOST$HEALTH_PATH" --location --insecure --connect-to "$INGRESS_HOST::$address:" "$@"
  printf 'ok  %-9s %s\n' Ingress "$scheme://$INGRESS_HOST"
fi

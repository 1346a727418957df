#!/bin/sh
# Asks the deployed application itself: is it there, is it ready, does it speak Prometheus?
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/smoke.sh

Waits for the rollout, then checks $HEALTH_PATH, $READY_PATH, $METRICS_PATH (with its content type, which Prometheus 3
insists on) and the page, through a port-forward.

Environment:
  APP_ADDRESS  where the application answers, for example https://app.example.org, instead of the port-forward
USAGE
}

case ${1:-} in
  '') ;;
  -h | --help) usage; exit 0 ;;
  *) bad_option "$1" ;;
esac

need curl
need_cluster
k -n "$APP_NAMESPACE" rollout status "deployment/$APP" --timeout=120s >&2 ||
  die "the rollout of $APP is not complete" "Why: scripts/verify.sh"
scratch
forward_app

# request PATH: body and headers to files, one retry for a connection that was just being opened.
request() {
  code=$(curl --silent --show-error --max-time 10 --retry 5 --retry-connrefused --retry-delay 1 \
    --dump-header "$SCRATCH/headers" --output "$SCRATCH/body" --write-out '%{http_code}' "$URL$1") ||
    die "$1 does not answer"
  [ "$code" = 200 ] || die "$1 answered $code" "$(head -c 300 "$SCRATCH/body")"
  type=$(tr -d '\r' <"$SCRATCH/headers" | sed -n 's/^[Cc]ontent-[Tt]ype: *//p' | tail -n 1)
}

# expect PATH TYPE-PATTERN BODY-PATTERN
expect() {
  request "$1"
  printf '%s\n' "$type" | grep -Eq "$2" || die "$1 answered as '$type'" "Expected: $2"
  grep -Eq "$3" "$SCRATCH/body" || die "$1 answered without $3" "$(head -c 300 "$SCRATCH/body")"
  printf 'ok  %-9s %s\n' "$1" "$type"
}

expect "$HEALTH_PATH" '^application/json' '"status": ?"ok"'
expect "$READY_PATH" '^application/json' '"status": ?"ready"'
expect / '^text/html' '<html'
expect "$METRICS_PATH" '^text/plain; version=(0\.0\.4|1\.0\.0)|^application/openmetrics-text' \
  '^http_request_duration_seconds_count'

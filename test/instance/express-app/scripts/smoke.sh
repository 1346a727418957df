#!/bin/sh
# Starts an image the way the cluster does and asks it the questions that the cluster asks.
set -eu

usage() {
  cat <<'TEXT'
Usage: scripts/smoke.sh [IMAGE]

Runs IMAGE (default: express-app:dev) with a read-only root, no capabilities and no way to gain
privileges; fails unless it runs as a numeric user that is not root, answers /health and /ready and serves
/metrics with a content type that Prometheus accepts, all of it on the ports 8080 (web) and 8081 (management),
and stops by itself with status 0.

Environment
  TIMEOUT  seconds until it must be ready (default: 30); an image under emulation needs more
TEXT
}

case ${1-} in
  -h | --help) usage; exit 0 ;;
  -*) usage >&2; exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2; exit 2; }
image=${1:-express-app:dev}

say() { printf '%s\n' "smoke: $*"; }
fail() { say "$*" >&2; exit 1; }

user=$(docker image inspect --format '{{ .Config.User }}' "$image")
case "${user%%:*}" in
  "" | 0 | *[!0-9]*) fail "user is '$user', must be a number other than 0" ;;
esac
say "runs as user $user"

container=$(docker run --detach --read-only --tmpfs /tmp --cap-drop ALL \
  --security-opt no-new-privileges --publish 127.0.0.1::8080 --publish 127.0.0.1::8081 "$image")
headers=$(mktemp)
finish() {
  status=$?
  [ "$status" -eq 0 ] || docker logs "$container" >&2
  docker rm --force "$container" >/dev/null
  rm -f "$headers"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

get() { curl --disable --noproxy '*' --fail --silent --show-error --max-time 5 "$@"; }
url() { echo "http://$(docker port "$container" "$1/tcp" | head -n 1)"; }

web=$(url 8080)
management=$(url 8081)
get --output /dev/null --retry "${TIMEOUT:-30}" --retry-delay 1 --retry-all-errors "$management/ready" 2>/dev/null ||
  fail "not ready at $management/ready"
get --output /dev/null "$web/" || fail "$web/ failed"
for base in "$web" "$management"; do
  for path in /ready /health; do
    get --output /dev/null "$base$path" || fail "$base$path failed"
  done
  # Prometheus 3 drops a target that answers with text/html.
  get --dump-header "$headers" "$base/metrics" |
    grep -q '^http_request_duration_seconds_count{' || fail "$base/metrics has no http_request_duration_seconds"
  grep -Eiq '^content-type: *(text/plain|application/openmetrics-text)' "$headers" || fail "$base/metrics: wrong content type"
done
say "ready, and serves metrics, at $web (web) and $management (management)"

docker stop --time 30 "$container" >/dev/null
code=$(docker inspect --format '{{ .State.ExitCode }}' "$container")
[ "$code" = 0 ] || fail "stopped with status $code"
say "stopped with status 0"

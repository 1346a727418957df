#!/bin/sh
# Usage: scripts/smoke.sh [IMAGE]
#
# Starts IMAGE (here: express-app:dev) the way the cluster does, without capabilities and ways to gain privileges, on a
# read-only root, and asks what the cluster asks. Fails unless it runs as a numeric user that is not root, answers
# /health and /ready and serves /metrics with a content type that Prometheus accepts, on both ports, and
# stops by itself with status 0.
# It has to be ready within TIMEOUT seconds (here: 30); an image under emulation needs more.
set -eu

help() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
case "$*" in
  -h | --help) help; exit ;;
  -* | *' '*) help >&2; exit 2 ;;
esac
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

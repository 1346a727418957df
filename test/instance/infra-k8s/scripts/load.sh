#!/bin/sh
# Usage: scripts/load.sh [--seconds N] [--rps N] [--path PATH]...
#
# A little traffic, so that the dashboard has something to show: requests to the application for N seconds (here: 60, at most
# 900), N a second (here: 5, at most 50), through a port-forward. Counts the answers by status; fails when one was not 200.
#
#   --path PATH  what to ask for, such as /api/orders; may be given again
#
# Environment: APP_ADDRESS, where the application answers, instead of the port-forward, which leads to one pod and ends with it.
. "$(dirname -- "$0")/lib.sh"

seconds=60 rps=5 paths=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --seconds) seconds=${2:?"$1 needs a value"}; shift ;;
    --rps) rps=${2:?"$1 needs a value"}; shift ;;
    --path) path=${2:?"$1 needs a value"}; shift
      matches "$path" '/[A-Za-z0-9._~/?=&%+,:@-]*' || die "--path must be a path such as /api/orders, not '$path'"
      paths="$paths $path" ;;
    *) bad_option "$1" ;;
  esac
  shift
done
number --seconds "$seconds" 1 900
number --rps "$rps" 1 50
wanted=$((seconds * rps))

need curl
need_cluster
scratch
if [ -n "${APP_ADDRESS:-}" ]; then URL=${APP_ADDRESS%/}; else forward_app "$PORT_NAME"; fi

# One second's requests as a curl configuration: one connection, one route after the other.
awk -v url="$URL" -v paths="${paths:-$TRAFFIC}" -v rps="$rps" 'BEGIN {
  for (n = split(paths, path); i < rps; i++) printf "url = \"%s%s\"\noutput = \"/dev/null\"\n", url, path[i % n + 1]
}' >"$SCRATCH/requests"

say "$rps requests a second for $seconds s to $URL"
while [ "$seconds" -gt 0 ]; do
  http --silent --max-time 10 --write-out '%{http_code}\n' --config "$SCRATCH/requests" >>"$SCRATCH/codes" 2>/dev/null &
  batches="${batches:-} $!"
  sleep 1
  seconds=$((seconds - 1))
done
for batch in $batches; do wait "$batch" || :; done

awk '{ n[$1]++ } END { for (code in n) print code, n[code] }' "$SCRATCH/codes" | sort
good=$(grep -cx 200 "$SCRATCH/codes" || :)
[ "$good" -eq "$wanted" ] || die "$good of $wanted requests were answered with 200 (000: no answer)"

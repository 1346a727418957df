#!/usr/bin/env bash
# Usage: registry.sh start | stop
# The registry that stands for the public ones. Stopped, it keeps what was pushed.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
case ${1:-} in
  start)
    OTEL_TRACES_EXPORTER=none daemon registry "$KIT/bin/registry" serve "$STATE/registry.yml"
    until_ok 10 curl -fs "http://$MIRROR/v2/"
    ;;
  stop) halt registry "$KIT/bin/registry" ;;
  *) say "registry.sh start | stop" && exit 1 ;;
esac

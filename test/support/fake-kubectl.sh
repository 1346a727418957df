#!/bin/sh
# Stands in for kubectl in the tests of verify.sh: answers from the files in $WORLD.
case "$*" in
  *"--raw /readyz"*) echo ok ;;
  *api-resources*) cat "$WORLD/apis" ;;
  *"/targets?state=active"*) cat "$WORLD/targets.json" ;;
  */proxy/api/v1/rules*) cat "$WORLD/rules.json" ;;
  */proxy/api/v1/query\?query=*)
    query=$(printf '%s' "$*" | sed 's/.*query?query=//; s/ .*//')
    printf '%s\n' "$query" >>"$WORLD/asked"
    # Compared by letters and digits alone: no shell decodes a URL.
    query=$(printf '%s' "$query" | sed 's/%..//g' | tr -cd 'A-Za-z0-9_')
    if grep -Fqx "$query" "$WORLD/refused"; then
      echo 'Error from server (BadRequest): the server rejected our request for an unknown reason' >&2
      exit 1
    elif grep -Fqx "$query" "$WORLD/empty"; then
      echo '{"status":"success","data":{"resultType":"vector","result":[]}}'
    else
      echo '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"0.5"]},{"metric":{},"value":[1,"NaN"]}]}}'
    fi ;;
  *"--raw"*) echo "{}" ;;
  *"get servicemonitors"*) cat "$WORLD/monitors.json" ;;
  *prometheuses.monitoring*) cat "$WORLD/monitoring.json" ;;
  *prometheusrules.monitoring*) cat "$WORLD/prometheusrules.json" ;;
  *"get services,"*) cat "$WORLD/app.json" ;;
  *"get events"*) cat "$WORLD/events.json" ;;
  *"get namespaces"*) cat "$WORLD/namespaces.json" ;;
  *"get configmaps"*) cat "$WORLD/configmaps" ;;
  *" logs "*) cat "$WORLD/log" ;;
  *)
    echo "fake kubectl: what is: $*" >&2
    exit 1
    ;;
esac

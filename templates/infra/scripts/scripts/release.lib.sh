# shellcheck shell=sh disable=SC2154
# The Helm release of the application: what it needs in the cluster, and the way back; sourced by deploy.sh, never run.

# The newest earlier revision that was healthy: neither failed, nor taken back by a rollback. From a rollback it is
# one before the revision that it went back to.
healthy() {
  jq 'sort_by(.revision) as $all
    | ($all | last | (.description | capture("^Rollback to (?<n>[0-9]+)$").n | tonumber)? // .revision) as $now
    | [$all[] | select(.revision < $now and (.status == "superseded" or .status == "deployed"))
      | select(.revision as $r | all($all[]; .revision != $r + 1 or (.description | startswith("Rollback to ") | not)))]
    | last | .revision // empty'
}
history() { h history "$APP" -n "$APP_NAMESPACE" -o json; }
go_back() {
  h rollback "$APP" "$1" -n "$APP_NAMESPACE" --server-side=true --force-conflicts --wait --timeout "$timeout" --history-max 10
}

# undo_newest: back to the newest earlier revision that was healthy.
undo_newest() {
  confirm "$yes" "Take back the newest deployment of $APP"
  revisions=$(history) || refused "the history of $APP"
  revision=$(printf '%s' "$revisions" | healthy)
  [ -n "$revision" ] || die "no earlier revision of $APP was healthy" "See: helm --kube-context $CONTEXT -n $APP_NAMESPACE history $APP"
  go_back "$revision"
}

# The chart has a ServiceMonitor, and rules.
need_monitoring() {
  kinds=$(k api-resources --api-group=monitoring.coreos.com -o name)
  case $kinds in *servicemonitors.monitoring.coreos.com*) return ;; esac
  die "the cluster does not know ServiceMonitor: the monitoring has to come first" "Install it: scripts/up.sh"
}

# pull_secret: of REGISTRY_USERNAME and REGISTRY_PASSWORD, which never stand on a command line.
pull_secret() {
  credentials_of "$REGISTRY_HOST" |
    k -n "$APP_NAMESPACE" create secret generic registry --type=kubernetes.io/dockerconfigjson \
      --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o json |
    k apply --server-side --force-conflicts -f - >/dev/null ||
    die "the pull secret was not written to namespace $APP_NAMESPACE" "scripts/up.sh makes the namespace"
}

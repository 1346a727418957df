# shellcheck shell=sh
# What Argo CD says of the application; sourced by lib.sh, never run.

# application: does Argo CD deploy this service here? Not in a rehearsal, nor before it is installed.
APPLICATION=${SETTINGS#environments/}
APPLICATION=$APP-${APPLICATION%%/*}
application() { [ -n "$(k -n argocd get applications.argoproj.io "$APPLICATION" --ignore-not-found -o name 2>/dev/null)" ]; }

# synced SECONDS: has Argo CD compared the newest commit with the cluster, and is all there and healthy?
synced() {
  deadline=$(($(date +%s) + $1)) state=''
  k -n argocd annotate --overwrite applications.argoproj.io "$APPLICATION" argocd.argoproj.io/refresh=normal >/dev/null 2>&1 || :
  until [ "$state" = "Synced Healthy " ]; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 1
    state=$(k -n argocd get applications.argoproj.io "$APPLICATION" --ignore-not-found \
      -o jsonpath='{.status.sync.status} {.status.health.status} {.metadata.annotations.argocd\.argoproj\.io/refresh}')
  done
}
# Why not, in one line: what keeps it from comparing, or else what the last sync said.
unsynced() {
  why=$(k -n argocd get applications.argoproj.io "$APPLICATION" -o jsonpath='{.status.conditions[*].message}')
  [ -n "$why" ] || why=$(k -n argocd get applications.argoproj.io "$APPLICATION" -o jsonpath='{.status.operationState.message}')
  printf '%s' "$why" | tr '\n' ' '
}

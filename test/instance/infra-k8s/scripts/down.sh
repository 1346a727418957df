#!/bin/sh
# Usage: scripts/down.sh [--app | --cluster] [--yes]
#
# Uninstalls the application and the monitoring. The namespaces and the custom resource definitions stay.
#
#   --app      only the application
#   --cluster  delete this portfolio's Minikube profile with everything in it
#   --yes      do not ask for the name of the profile, or of a context that is not this portfolio's own Minikube
. "$(dirname -- "$0")/lib.sh"

what=all yes=no
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --app | --cluster)
      [ "$what" = all ] || [ "$what" = "${1#--}" ] || die "--app and --cluster exclude each other"
      what=${1#--}
      ;;
    --yes) yes=yes ;;
    *) bad_option "$1" ;;
  esac
  shift
done

if [ "$what" = cluster ]; then
  is_local || die "the $CLUSTER cluster is not deleted from here" "scripts/down.sh removes what was installed in it"
  need minikube
  [ "$yes" = yes ] || ask "Delete the Minikube profile" "$PROFILE"
  mini delete
  exit 0
fi

need "kubectl helm"
need_helm4
use_context
if ! cluster_answers; then
  own_cluster || die "no cluster answers at context '$CONTEXT'" "$answer"
  say "No cluster answers at context '$CONTEXT': nothing to remove."
  exit 0
fi
confirm "$yes" "Remove $APP and the monitoring"

uninstall() {
  mine "$1" "$2" || { not_mine "$1" "$2"; return; }
  h uninstall "$1" -n "$2" --ignore-not-found --wait --timeout 5m
}
# The application first: its ServiceMonitor and rules need the monitoring's custom resources.
uninstall "$APP" "$APP_NAMESPACE"
[ "$what" = app ] || uninstall "$MONITORING_RELEASE" "$MONITORING_NAMESPACE"
if [ "$what" != app ] && [ "$EXPOSURE" = ingress ] && own_cluster; then uninstall traefik traefik; fi

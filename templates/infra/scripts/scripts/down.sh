#!/bin/sh
# Removes the application and the monitoring, or the whole Minikube.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/down.sh [--app | --cluster] [--yes]

Uninstalls the application and the monitoring. The namespaces and the custom resource definitions stay.

  --app      only the application
  --cluster  delete the Minikube profile with everything in it
  --yes      do not ask for the name of the context (GKE and EKS)
USAGE
}

what=all yes=no
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --app) what=app ;;
    --cluster) what=cluster ;;
    --yes) yes=yes ;;
    *) bad_option "$1" ;;
  esac
  shift
done

if [ "$what" = cluster ]; then
  [ "$CLUSTER" = minikube ] || die "the $CLUSTER cluster is not deleted from here" "scripts/down.sh removes what was installed in it"
  need minikube
  exec minikube delete
fi

need_helm4
use_context
if ! cluster_answers; then
  [ "$CLUSTER" = minikube ] || die "no cluster answers at context '$CONTEXT'"
  say "No cluster answers at context '$CONTEXT': nothing to remove."
  exit 0
fi
confirm "$yes" "Remove $APP and the monitoring"
# The application first: its ServiceMonitor and rules stand in the namespace of the monitoring.
h uninstall "$APP" -n "$APP_NAMESPACE" --ignore-not-found --wait --timeout 5m
[ "$what" = app ] || h uninstall "$MONITORING_RELEASE" -n "$MONITORING_NAMESPACE" --ignore-not-found --wait --timeout 5m

#!/bin/sh
# Usage: scripts/up.sh [--no-app | --no-monitoring] [--local] [--no-traffic] [--yes] [-- ARGUMENTS OF minikube start]
#
# Everything from nothing: starts the cluster when it does not run yet, makes the namespaces, installs the monitoring
# (scripts/monitoring.sh) and deploys the application. Run it again at any time: what is there is kept or brought up to date.
#
#   --no-app         stop after the monitoring
#   --no-monitoring  only the application: the monitoring is there
#   --local          build the application from its repository beside this one, instead of using the recorded image
#   --no-traffic     do not run scripts/load.sh for two minutes afterwards; it never runs in CI or on a cluster of others
#   --yes            do not ask for the name of the context, when the cluster is not this portfolio's own Minikube
#
# The image is IMAGE, or IMAGE_TAG and IMAGE_DIGEST, or the record (image.yaml). While there is none, the application beside
# this repository is built for a Minikube; elsewhere the deploy workflow deploys the first one.
#
# Environment: MINIKUBE_* as Minikube knows them, KUBE_CONTEXT for another cluster, MONITORING_* as in scripts/monitoring.sh.
. "$(dirname -- "$0")/lib.sh"

app=yes monitoring=yes local=no traffic=yes yes=no
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --no-app) app=no ;;
    --no-monitoring) monitoring=no ;;
    --local) local=yes ;;
    --no-traffic) traffic=no ;;
    --yes) yes=yes ;;
    --) shift; break ;;
    *) bad_option "$1" ;;
  esac
  shift
done

# namespace NAME LEVEL: with the Pod Security level that the API server enforces. One that is there stays as it is.
namespace() {
  there namespace "$1" || k create -f - <<MANIFEST
apiVersion: v1
kind: Namespace
metadata:
  name: $1
  labels: {portfolio: "$PORTFOLIO", pod-security.kubernetes.io/enforce: $2, pod-security.kubernetes.io/warn: $2}
MANIFEST
}

[ "$app$local" != noyes ] || die "--no-app and --local exclude each other"
step "Preflight"
tools='kubectl helm jq curl' driver=''
if is_local && [ "${KUBE_CONTEXT:-$PROFILE}" = "$PROFILE" ]; then driver=$(minikube_driver) tools="$tools minikube"; fi
if [ "$app" = no ]; then image=none
elif [ "$local" = yes ]; then image=built
elif choose_image; then image=chosen
elif ! is_local; then
  image=none && say "No image is recorded yet: the deploy workflow deploys the first one."
else
  [ -f "${APP_DIR:-$ROOT/../$APP_REPOSITORY}/$DOCKERFILE" ] || no_image
  say "No image is recorded yet: the application is built from $APP_REPOSITORY beside this repository."
  image=built
fi
case $driver$image in docker* | *built) tools="$tools docker" ;; esac
need "$tools" && need_helm4
use_context
confirm "$yes" "Install the monitoring and $APP"
[ -z "$driver" ] || "$ROOT/scripts/minikube.sh" -- "$@"
need_cluster

step "Namespaces"
namespace "$APP_NAMESPACE" restricted
namespace "$MONITORING_NAMESPACE" privileged # the node exporter reads the host's files
[ "$monitoring" = no ] || "$ROOT/scripts/monitoring.sh" --yes

case $image in
  built) step "Application" && "$ROOT/scripts/image.sh" --yes ;;
  chosen) step "Application" && "$ROOT/scripts/deploy.sh" --yes ;;
esac
if [ "$image" != none ] && [ "$traffic" = yes ] && [ -z "${CI:-}" ] && own_cluster; then
  nohup "$ROOT/scripts/load.sh" --seconds 120 </dev/null >/dev/null 2>&1 & # nobody waits for it, and it ends by itself
  say "For two minutes requests go to $APP in the background, so that the dashboard has something to show (--no-traffic)."
fi
say "Next: scripts/smoke.sh, scripts/verify.sh, scripts/grafana.sh"
[ -z "$driver" ] || say "Minikube's own commands: minikube --profile $PROFILE ..."

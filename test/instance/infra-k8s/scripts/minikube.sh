#!/bin/sh
# Usage: scripts/minikube.sh [-- ARGUMENTS OF minikube start]
#
# Starts this portfolio's own Minikube, the profile octo-org-infra-k8s, when it does not run yet.
# scripts/up.sh runs it.
#
# Environment: MINIKUBE_DRIVER, MINIKUBE_CPUS, MINIKUBE_MEMORY, MINIKUBE_PROFILE and every other MINIKUBE_* variable as Minikube
# knows them (here: docker, 2, 4096mb, octo-org-infra-k8s).
. "$(dirname -- "$0")/lib.sh"

case ${1:-} in
  '') ;;
  -h | --help) help; exit 0 ;;
  --) shift ;;
  *) bad_option "$1" ;;
esac

need "kubectl minikube"
use_context
local_profile || die "context '$CONTEXT' is not this portfolio's own Minikube" "Without KUBE_CONTEXT it is: $PROFILE"

if cluster_answers; then
  say "The cluster at context '$CONTEXT' answers: not started again${*:+, so $* has no effect}."
else
  step "Minikube"
  driver=$(minikube_driver)
  # Minikube reads MINIKUBE_* by itself; flags would win over them. It says itself when Docker does not run or has too little.
  [ -n "${MINIKUBE_DRIVER:-}" ] || set -- "--driver=$driver" "$@"
  if [ "$driver" != none ]; then
    [ -n "${MINIKUBE_CPUS:-}" ] || set -- --cpus=2 "$@"
    [ -n "${MINIKUBE_MEMORY:-}" ] || set -- --memory=4096mb "$@"
  fi
  mini start "$@" || die "minikube start failed" \
    "Too little memory? MINIKUBE_MEMORY=3072 scripts/up.sh, or give Docker Desktop more (below 3072 the monitoring does not fit)" \
    "A broken profile? scripts/down.sh --cluster, then again"
  cluster_answers || die "Minikube started, but context '$CONTEXT' does not answer" "Try: minikube update-context --profile $PROFILE"
fi

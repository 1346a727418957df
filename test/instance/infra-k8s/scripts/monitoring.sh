#!/bin/sh
# Usage: scripts/monitoring.sh [--yes]
#
# Installs kube-prometheus-stack with the settings in monitoring, or brings it up to date. scripts/up.sh runs it, after it has
# made the namespace. A release that was not made from here stays as it is.
#
#   --yes  do not ask for the name of the context, when the cluster is not this portfolio's own Minikube
#
# Environment, for example for the registry of an air-gapped cluster: MONITORING_CHART, a reference or path of the chart;
# MONITORING_CHART_VERSION; MONITORING_VALUES, one more file with values.
. "$(dirname -- "$0")/lib.sh"

yes=no
case ${1:-} in
  '') ;;
  -h | --help) help; exit 0 ;;
  --yes) yes=yes ;;
  *) bad_option "$1" ;;
esac
one_at_most "$@"

need "kubectl helm jq"
need_helm4
need_cluster
confirm "$yes" "Install the monitoring"
mine "$MONITORING_RELEASE" "$MONITORING_NAMESPACE" || { not_mine "$MONITORING_RELEASE" "$MONITORING_NAMESPACE"; exit 0; }

step "Monitoring"
if [ -n "${MONITORING_CHART:-}" ]; then
  set -- "$MONITORING_CHART" ${MONITORING_CHART_VERSION:+--version "$MONITORING_CHART_VERSION"}
else
  set -- oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack --version "${MONITORING_CHART_VERSION:-88.5.3}"
fi
# Helm installs the CRDs of a chart once and never upgrades them.
releases=$(h list -n "$MONITORING_NAMESPACE" -o json) || refused "the releases in namespace $MONITORING_NAMESPACE"
installed=$(printf '%s' "$releases" | jq -r --arg name "$MONITORING_RELEASE" '.[] | select(.name == $name) | .chart')
if [ -n "$installed" ] && [ -n "${3:-}" ] && [ "${installed%"-$3"}" = "$installed" ]; then
  say "Upgrading from $installed: the CRDs first."
  helm show crds "$@" | k apply --server-side --force-conflicts -f - >/dev/null
fi
h upgrade --install "$MONITORING_RELEASE" "$@" -f "$(listed "$ROOT/$MONITORING_SETTINGS")" ${MONITORING_VALUES:+-f "$(listed "$MONITORING_VALUES")"} \
  -n "$MONITORING_NAMESPACE" --labels "portfolio=$PORTFOLIO" --wait --timeout 10m --history-max 5 >/dev/null ||
  die "the monitoring did not come up" "See: kubectl --context $CONTEXT -n $MONITORING_NAMESPACE get pods" \
    "Pending pods mean too little memory: MINIKUBE_MEMORY, or $MONITORING_SETTINGS"

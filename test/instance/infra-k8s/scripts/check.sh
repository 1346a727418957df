#!/bin/sh
# Checks this repository without a cluster, as the pull request does.
. "$(dirname -- "$0")/lib.sh"

# Commits, because branches move: a check must not turn red by itself.
KUBERNETES='1.34.0'
KUBERNETES_SCHEMAS='https://raw.githubusercontent.com/yannh/kubernetes-json-schema/1360e239a56dcf2e5c7f99e61ccbaca1ea07036a'
CRD_SCHEMAS='https://raw.githubusercontent.com/datreeio/CRDs-catalog/7b1e26ef9deea49293714d204c1a2270aab1178f/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'

usage() {
  cat <<USAGE
Usage: scripts/check.sh [lint | schema | unit | rules | shell]...

Without arguments all of them:

  lint    helm lint --strict, with the values of $SETTINGS
  schema  the rendered objects against the schemas of Kubernetes and of the Prometheus Operator (kubeconform)
  unit    the unit tests of the chart (helm-unittest)
  rules   the alerts: syntax and scenarios (promtool)
  shell   the scripts (shellcheck)

Environment:
  KUBERNETES_VERSION  the version of the schemas (here: $KUBERNETES)
  SCHEMA_LOCATIONS    places of schemas for kubeconform, separated by spaces, instead of the public ones
USAGE
}

lint() {
  helm lint --strict "$CHART" -f "$ROOT/$SETTINGS/values.yaml" --set-string image.tag=check
  for values in "$CHART"/ci/*.yaml; do helm lint --quiet --strict "$CHART" -f "$values"; done
}

schema() {
  command -v kubeconform >/dev/null 2>&1 || die "kubeconform is not installed" \
    "go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0"
  locations=${SCHEMA_LOCATIONS:-$KUBERNETES_SCHEMAS $CRD_SCHEMAS}
  set --
  for location in $locations; do set -- "$@" -schema-location "$location"; done
  helm template "$APP" "$CHART" -n "$APP_NAMESPACE" -f "$ROOT/$SETTINGS/values.yaml" --set-string image.tag=check >"$SCRATCH/rendered.yaml"
  kubeconform -strict -summary -kubernetes-version "${KUBERNETES_VERSION:-$KUBERNETES}" "$@" "$SCRATCH/rendered.yaml"
}

unit() {
  if command -v helm-unittest >/dev/null 2>&1; then
    helm-unittest "$CHART"
  elif helm plugin list | grep -q '^unittest'; then
    helm unittest "$CHART"
  else
    die "helm-unittest is not installed" \
      "helm plugin install --verify=false --version v1.0.3 https://github.com/helm-unittest/helm-unittest"
  fi
}

promtool() {
  if command -v promtool >/dev/null 2>&1; then
    command promtool "$@"
  else
    need docker # promtool comes with Prometheus, so its image has it as well
    docker run --rm --volume "$ROOT:$ROOT:ro" --workdir "$ROOT" --entrypoint promtool "$PROMETHEUS_IMAGE" "$@"
  fi
}

rules() {
  promtool check rules --lint=all --lint-fatal "$CHART/files/rules.yaml"
  promtool test rules "$ROOT/monitoring/tests"/*.yaml
}

shell() {
  need shellcheck
  (cd "$ROOT/scripts" && shellcheck --external-sources ./*.sh)
}

for name in "$@"; do
  case $name in
    -h | --help) usage; exit 0 ;;
    lint | schema | unit | rules | shell) ;;
    *) bad_option "$name" ;;
  esac
done
[ $# -gt 0 ] || set -- lint schema unit rules shell

need_helm4
scratch
for name in "$@"; do
  step "$name"
  "$name"
done

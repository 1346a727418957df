#!/bin/sh
# Usage: scripts/check.sh [lint | schema | unit | rules | shell]...
#
# Checks this repository without a cluster, as the pull request does. Without arguments all of them:
#
#   lint    helm lint --strict, with the values of the environment and of helm/*/ci
#   schema  the rendered objects against the schemas of Kubernetes and of the Prometheus Operator (kubeconform)
#   unit    the unit tests of the chart (helm-unittest)
#   rules   the alerts: syntax and scenarios (promtool, or the image of Prometheus, which has it)
#   shell   the scripts (shellcheck)
#
# Environment: KUBERNETES_VERSION, the version of the schemas (here: 1.34.0); SCHEMA_LOCATIONS, places of schemas for
# kubeconform, separated by spaces, instead of the public ones.
. "$(dirname -- "$0")/lib.sh"

# Commits, because branches move: a check must not turn red by itself.
KUBERNETES_SCHEMAS='https://raw.githubusercontent.com/yannh/kubernetes-json-schema/1360e239a56dcf2e5c7f99e61ccbaca1ea07036a'
CRD_SCHEMAS='https://raw.githubusercontent.com/datreeio/CRDs-catalog/7b1e26ef9deea49293714d204c1a2270aab1178f/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'

# How it is deployed, but for the image.
environment() { helm "$@" -f "$(listed "$ROOT/$SETTINGS/values.yaml")" --set-string image.tag=check; }

lint() {
  environment lint --strict "$CHART"
  for values in "$CHART"/ci/*.yaml; do helm lint --quiet --strict "$CHART" -f "$(listed "$values")"; done
}

schema() {
  command -v kubeconform >/dev/null 2>&1 || die "kubeconform is not installed" \
    "go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0"
  set --
  for location in ${SCHEMA_LOCATIONS:-$KUBERNETES_SCHEMAS $CRD_SCHEMAS}; do set -- "$@" -schema-location "$location"; done
  environment template "$APP" "$CHART" -n "$APP_NAMESPACE" >"$SCRATCH/rendered.yaml"
  kubeconform -strict -summary -kubernetes-version "${KUBERNETES_VERSION:-1.34.0}" "$@" "$SCRATCH/rendered.yaml"
}

unit() {
  if command -v helm-unittest >/dev/null 2>&1; then
    helm-unittest "$CHART"
  else
    helm unittest "$CHART" || die "the unit tests failed, or helm-unittest is not installed" \
      "helm plugin install --verify=false --version v1.0.3 https://github.com/helm-unittest/helm-unittest"
  fi
}

promtool() {
  if command -v promtool >/dev/null 2>&1; then
    command promtool "$@"
  else
    need docker
    docker run --rm --volume "$ROOT:$ROOT:ro" --workdir "$ROOT" --entrypoint promtool quay.io/prometheus/prometheus:v3.14.0 "$@"
  fi
}

rules() {
  promtool check rules --lint=all --lint-fatal "$CHART/files/rules.yaml"
  promtool test rules "$ROOT/monitoring/tests"/*.yaml
}

shell() { (need shellcheck && cd "$ROOT/scripts" && shellcheck --external-sources ./*.sh); }

for name in "$@"; do
  case $name in
    -h | --help) help; exit 0 ;;
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

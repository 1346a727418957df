#!/bin/sh
# Usage: scripts/deploy.sh [--yes] [--timeout DURATION] [--description TEXT] [-- ARGUMENTS OF helm upgrade]
#        scripts/deploy.sh --undo [--yes]
#
# Installs or upgrades the application and waits until every pod is ready. When that takes longer than the timeout (here: 5m),
# the script shows what there is to see, goes back and fails.
#
# The image is IMAGE (repository:tag, repository@digest), or IMAGE_TAG and IMAGE_DIGEST, or the record (image.yaml). A digest
# wins over a tag. Without any of them nothing is deployed.
#
#   --undo  go back to the newest earlier revision that was healthy
#   --yes   do not ask for the name of the context, when the cluster is not this portfolio's own Minikube
#
# Environment: KUBE_CONTEXT, when it is not the usual one; REGISTRY_USERNAME and REGISTRY_PASSWORD, both set: the pods pull with
# them, from a secret made of them.
. "$(dirname -- "$0")/lib.sh"
. "$(dirname -- "$0")/release.lib.sh"

timeout=5m description='' undo=no yes=no
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --undo) undo=yes ;;
    --yes) yes=yes ;;
    --timeout) timeout=${2:?"$1 needs a value"}; shift ;;
    --description) description=${2:?"$1 needs a value"}; shift ;;
    --) shift; break ;;
    *) bad_option "$1" ;;
  esac
  shift
done

need "kubectl helm jq curl"
need_helm4
need_cluster
mine "$APP" "$APP_NAMESPACE" || { not_mine "$APP" "$APP_NAMESPACE"; exit 1; }
if [ "$undo" = yes ]; then
  [ $# -eq 0 ] || bad_option "$1"
  undo_newest
  exit 0
fi
choose_image || no_image
[ -n "${IMAGE:-}${IMAGE_TAG:-}${IMAGE_DIGEST:-}" ] || confirm_tag
confirm "$yes" "Deploy $IMAGE_REPOSITORY${TAG:+:$TAG}${DIGEST:+@$DIGEST}"
need_monitoring

# Kubernetes gives a roll-out up no sooner than this script does; the chart's own deadline is that of the usual timeout.
matches "$timeout" '[1-9][0-9]{0,4}[smh]' || die "--timeout must be a whole number with s, m or h, such as 10m, not '$timeout'"
case $timeout in *h) unit=3600 ;; *m) unit=60 ;; *) unit=1 ;; esac
[ $((${timeout%?} * unit)) -le 300 ] || set -- --set "progressDeadlineSeconds=$((${timeout%?} * unit))" "$@"
if [ -n "${REGISTRY_USERNAME:-}" ] && [ -n "${REGISTRY_PASSWORD:-}" ]; then
  pull_secret
  set -- --set 'imagePullSecrets[0].name=registry' "$@"
fi

say "Deploying $IMAGE_REPOSITORY${TAG:+:$TAG}${DIGEST:+@$DIGEST} to '$CONTEXT'"
# A field that somebody edited by hand (kubectl scale, kubectl set image) goes back to what the chart says,
# instead of failing this deployment and every later one.
if h upgrade --install "$APP" "$CHART" -n "$APP_NAMESPACE" --labels "portfolio=$PORTFOLIO" \
  -f "$(listed "$ROOT/$SETTINGS/values.yaml")" \
  --set-string "image.repository=$IMAGE_REPOSITORY" \
  --set-string "image.tag=$TAG" --set-string "image.digest=$DIGEST" \
  --description "${description:-${TAG:-$DIGEST}}" \
  --server-side=true --force-conflicts \
  --wait --timeout "$timeout" --history-max 10 "$@" >/dev/null &&
  k -n "$APP_NAMESPACE" rollout status "deployment/$APP" --timeout=60s >&2; then
  exit 0
fi

# Not Helm's own --rollback-on-failure: it would take away the pods that can say why.
"$ROOT/scripts/status.sh" --all >&2 || :
revisions=$(history) || die "the deployment failed"
# Where the newest revision did not fail, this deployment never began, and what runs is left alone.
revision=$(printf '%s' "$revisions" | jq 'select(max_by(.revision).status == "failed")' | healthy)
[ -z "$revision" ] || go_back "$revision"
die "the deployment failed${revision:+; $APP was rolled back to revision $revision}" \
  "See above, and: helm --kube-context $CONTEXT -n $APP_NAMESPACE history $APP" \
  "A release left as pending by a killed deployment: helm --kube-context $CONTEXT -n $APP_NAMESPACE rollback $APP"

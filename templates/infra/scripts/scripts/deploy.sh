#!/bin/sh
# Installs or upgrades the application; a release that does not get ready is rolled back.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/deploy.sh [--published] [--timeout DURATION] [--description TEXT] [-- ARGUMENTS OF helm upgrade]
       scripts/deploy.sh --undo

Deploys helm/$APP with environments/$CLUSTER/values.yaml and waits until every pod is ready. When that takes
longer than the timeout (here: 5m), Helm rolls back to the release before and the script fails.

The image is IMAGE (repository:tag, repository@digest), or IMAGE_TAG and IMAGE_DIGEST, or the record in
environments/$CLUSTER/image.yaml. A digest wins over a tag. Without any of them nothing is deployed.

  --published  take the newest image that CI published (scripts/resolve-image.sh registry); nothing happens when it
               already runs
  --undo       go back to the release before

Environment:
  KUBE_CONTEXT                             the kubectl context, when it is not the usual one
  REGISTRY_USERNAME and REGISTRY_PASSWORD  both set: the pods pull with them, from a secret made of them
USAGE
}

timeout=5m description='' published=no undo=no
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --published) published=yes ;;
    --undo) undo=yes ;;
    --timeout) timeout=${2:?}; shift ;;
    --description) description=${2:?}; shift ;;
    --) shift; break ;;
    *) bad_option "$1" ;;
  esac
  shift
done

if [ "$undo" = yes ]; then
  need_helm4
  need_cluster
  h rollback "$APP" -n "$APP_NAMESPACE" --server-side=true --force-conflicts --wait --timeout "$timeout" --history-max 10
  exit 0
fi
if [ "$published" = yes ]; then
  resolved=$("$ROOT/scripts/resolve-image.sh" registry --compare cluster)
  resolved_field() { printf '%s\n' "$resolved" | sed -n "s/^$1=//p"; }
  if [ "$(resolved_field deploy)" != true ]; then
    say "Nothing to do: $(resolved_field reason)"
    exit 0
  fi
  IMAGE='' IMAGE_TAG=$(resolved_field tag) IMAGE_DIGEST=$(resolved_field digest)
fi
choose_image || no_image
need_helm4
need jq
need_cluster

kinds=$(k api-resources --api-group=monitoring.coreos.com -o name)
case $kinds in
  *servicemonitors.monitoring.coreos.com*) ;;
  *) die "the cluster does not know ServiceMonitor: the monitoring has to come first" "Install it: scripts/up.sh" ;;
esac

pull_secret() {
  k get namespace "$APP_NAMESPACE" >/dev/null 2>&1 || die "namespace $APP_NAMESPACE does not exist" "Make it: scripts/up.sh"
  # The password goes through a pipe and the environment, never through a command line that others could list.
  jq -n --arg registry "$REGISTRY_HOST" \
    '{auths: {($registry): {auth: ("\(env.REGISTRY_USERNAME):\(env.REGISTRY_PASSWORD)" | @base64)}}}' |
    k -n "$APP_NAMESPACE" create secret generic registry --type=kubernetes.io/dockerconfigjson \
      --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o json |
    k apply --server-side --force-conflicts -f - >/dev/null
}

if [ -n "${REGISTRY_USERNAME:-}" ] && [ -n "${REGISTRY_PASSWORD:-}" ]; then
  export REGISTRY_USERNAME REGISTRY_PASSWORD
  pull_secret
  set -- --set 'imagePullSecrets[0].name=registry' "$@"
fi

say "Deploying $IMAGE_REPOSITORY${TAG:+:$TAG}${DIGEST:+@$DIGEST} to '$CONTEXT'"
# A field that somebody edited by hand (kubectl scale, kubectl set image) goes back to what the chart says,
# instead of failing this deployment and every later one.
h upgrade --install "$APP" "$CHART" -n "$APP_NAMESPACE" \
  -f "$ENVIRONMENT/values.yaml" \
  --set-string "image.repository=$IMAGE_REPOSITORY" \
  --set-string "image.tag=$TAG" \
  --set-string "image.digest=$DIGEST" \
  --description "${description:-${TAG:-$DIGEST}}" \
  --server-side=true --force-conflicts \
  --rollback-on-failure --wait --timeout "$timeout" --history-max 10 "$@" >/dev/null ||
  die "the deployment failed; Helm went back to the release before, if there was one" \
    "See: helm --kube-context $CONTEXT -n $APP_NAMESPACE history $APP" \
    "     kubectl --context $CONTEXT -n $APP_NAMESPACE get events --sort-by=.lastTimestamp" \
    "A release left as pending by a killed deployment: helm -n $APP_NAMESPACE rollback $APP"
k -n "$APP_NAMESPACE" rollout status "deployment/$APP" --timeout=60s >&2

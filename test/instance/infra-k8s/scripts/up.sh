#!/bin/sh
# Everything from nothing: cluster, namespaces, monitoring, application.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/up.sh [--no-app | --no-monitoring] [--local] [--no-traffic] [--yes] [-- ARGUMENTS OF minikube start]

Starts the cluster when it does not run yet, prepares the namespaces, installs kube-prometheus-stack
and deploys the application. Run it again at any time: what is there is kept or brought up to date.

  --no-app         stop after the monitoring
  --no-monitoring  only the application: the monitoring is there
  --local          build the application from its repository beside this one, instead of using the recorded image
  --no-traffic     do not run scripts/load.sh for two minutes afterwards; it never runs in CI or on a cluster of others
  --yes            do not ask for the name of the context, when the cluster is not this portfolio's own Minikube

The image is IMAGE, or IMAGE_TAG and IMAGE_DIGEST, or the record in $SETTINGS/image.yaml. While there is
none: with Minikube the application repository beside this one is built, as with --local; elsewhere the newest image
that CI published is deployed, and before the first one only the monitoring is installed.

Environment:
  MINIKUBE_DRIVER, MINIKUBE_CPUS, MINIKUBE_MEMORY, MINIKUBE_PROFILE and every other MINIKUBE_* variable
                            as Minikube knows them (here: docker, $DEFAULT_CPUS, ${DEFAULT_MEMORY_MB}mb, $PORTFOLIO)
  KUBE_CONTEXT              the kubectl context of another cluster
  MONITORING_CHART          chart reference or path (here: $MONITORING_DEFAULT_CHART)
  MONITORING_CHART_VERSION  its version (here: $MONITORING_DEFAULT_VERSION)
  MONITORING_VALUES         one more values file for it, for example with the registry of an air-gapped cluster
USAGE
}

with_app=yes with_monitoring=yes local_image=no traffic=yes yes=no
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --no-app) with_app=no ;;
    --no-monitoring) with_monitoring=no ;;
    --local) local_image=yes ;;
    --no-traffic) traffic=no ;;
    --yes) yes=yes ;;
    --) shift; break ;;
    *) bad_option "$1" ;;
  esac
  shift
done

driver() { printf '%s\n' "${MINIKUBE_DRIVER:-$(minikube config get driver 2>/dev/null || printf docker)}"; }

# Minikube's own messages come late and far apart; these come first, with the fix.
check_docker() {
  docker info >/dev/null 2>&1 || die "Docker does not run" "Start Docker Desktop, or on Linux: sudo systemctl start docker"
  wanted=${MINIKUBE_MEMORY:-$DEFAULT_MEMORY_MB}
  wanted=${wanted%[bB]}
  case $wanted in
    *[mM]) wanted=${wanted%?} ;;
    *[gG]) wanted=${wanted%?}; case $wanted in '' | *[!0-9]*) ;; *) wanted=$((wanted * 1024)) ;; esac ;;
  esac
  case $wanted in '' | *[!0-9]*) return ;; esac # "max" and the like: Minikube knows better
  have=$(($(docker info --format '{{.MemTotal}}') / 1048576))
  [ "$have" -ge "$wanted" ] || die "Docker has $have MB of memory, the cluster asks for $wanted MB" \
    "Give it more: Docker Desktop > Settings > Resources > Memory" \
    "Or ask for less: MINIKUBE_MEMORY=3072 scripts/up.sh (below 3072 the monitoring does not fit)"
  cpus=$(docker info --format '{{.NCPU}}')
  [ "$cpus" -ge 2 ] || die "Docker has $cpus CPU, Kubernetes needs 2" "Docker Desktop > Settings > Resources > CPU limit"
}

start_minikube() {
  if cluster_answers; then
    say "The cluster at context '$CONTEXT' answers: not started again."
    return
  fi
  [ "$driver" != docker ] || check_docker
  # Minikube reads MINIKUBE_* by itself; flags would win over them.
  [ -n "${MINIKUBE_DRIVER:-}" ] || set -- "--driver=$driver" "$@"
  if [ "$driver" != none ]; then
    [ -n "${MINIKUBE_CPUS:-}" ] || set -- "--cpus=$DEFAULT_CPUS" "$@"
    [ -n "${MINIKUBE_MEMORY:-}" ] || set -- "--memory=${DEFAULT_MEMORY_MB}mb" "$@"
  fi
  mini start "$@" || die "minikube start failed" \
    "See: minikube logs --problems --profile $PROFILE" \
    "Not enough memory? MINIKUBE_MEMORY=3072 scripts/up.sh, or give Docker Desktop more" \
    "A broken profile? scripts/down.sh --cluster, then again"
  cluster_answers || die "Minikube started, but context '$CONTEXT' does not answer" "Try: minikube update-context --profile $PROFILE"
}

# Traefik at ports 80 and 443 of the node, which is the address that the Ingress gets. Another controller of that class stays.
install_ingress() {
  if there ingressclass "$INGRESS_CLASS"; then return; fi
  # Minikube's addon, retired upstream, would hold the ports.
  if there ingressclass nginx; then mini addons disable ingress; fi
  node=$(k get nodes -o jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}') || refused nodes
  h upgrade --install traefik "$INGRESS_CHART" --version "$INGRESS_CHART_VERSION" -n traefik --create-namespace \
    --labels "portfolio=$PORTFOLIO" --set service.spec.type=ClusterIP --set ports.web.hostPort=80 --set ports.websecure.hostPort=443 \
    --set providers.kubernetesIngress.publishedService.enabled=false --set "providers.kubernetesIngress.ingressEndpoint.ip=$node" \
    --wait --timeout 5m >/dev/null || die "Traefik did not come up" "See: kubectl --context $CONTEXT -n traefik get pods,events"
}

# What the cluster has to have, or must not have.
check_cluster() {
  nodes=$(k get nodes -o name) || refused nodes
  case $nodes in
    *node/gk3-*) die "context '$CONTEXT' is a GKE Autopilot cluster, which refuses the monitoring" \
      "It allows neither the node exporter nor objects in kube-system. Take a Standard cluster" ;;
  esac
  if [ "$EXPOSURE" = ingress ] && [ -n "$INGRESS_CLASS" ] && ! there ingressclass "$INGRESS_CLASS"; then
    say "warning: the cluster has no IngressClass $INGRESS_CLASS: without its controller nobody reaches https://$INGRESS_HOST (README, Up)"
  fi
  [ -n "$NODE_PORT" ] || return 0
  # A node port belongs to one Service of the whole cluster.
  services=$(k get services -A -o json) || refused "the services of all namespaces"
  taken=$(printf '%s' "$services" | jq -r --argjson port "$NODE_PORT" --arg app "$APP" --arg namespace "$APP_NAMESPACE" '
    .items[] | select(any(.spec.ports[]?; .nodePort == $port))
    | select(.metadata.name != $app or .metadata.namespace != $namespace)
    | "\(.metadata.namespace)/\(.metadata.name)"')
  [ -z "$taken" ] || die "node port $NODE_PORT is taken by service $taken" \
    "Delete that service, or set another nodePort in .projenrc.ts and run: npx projen && npx create-devops-portfolio sync"
}

# namespace NAME LEVEL: with the Pod Security level that the API server enforces. One that is there stays as it is.
namespace() {
  if there namespace "$1"; then return; fi
  k create -f - <<MANIFEST
apiVersion: v1
kind: Namespace
metadata:
  name: $1
  labels:
    portfolio: $PORTFOLIO
    pod-security.kubernetes.io/enforce: $2
    pod-security.kubernetes.io/warn: $2
    pod-security.kubernetes.io/audit: $2
MANIFEST
}

install_monitoring() {
  mine "$MONITORING_RELEASE" "$MONITORING_NAMESPACE" || { not_mine "$MONITORING_RELEASE" "$MONITORING_NAMESPACE"; return; }
  chart=${MONITORING_CHART:-$MONITORING_DEFAULT_CHART}
  version=${MONITORING_CHART_VERSION:-}
  if [ -z "$version" ] && [ "$chart" = "$MONITORING_DEFAULT_CHART" ]; then version=$MONITORING_DEFAULT_VERSION; fi
  releases=$(h list -n "$MONITORING_NAMESPACE" -o json) || refused "the releases in namespace $MONITORING_NAMESPACE"
  installed=$(printf '%s' "$releases" | jq -r --arg name "$MONITORING_RELEASE" '.[] | select(.name == $name) | .chart')
  set -- "$chart"
  [ -z "$version" ] || set -- "$@" --version "$version"
  # Helm installs the CRDs of a chart once and never upgrades them.
  if [ -n "$installed" ] && [ -n "$version" ] && [ "${installed%"-$version"}" = "$installed" ]; then
    say "Upgrading from $installed: the CRDs first."
    helm show crds "$@" | k apply --server-side --force-conflicts -f - >/dev/null
  fi
  set -- "$@" -f "$ROOT/$MONITORING_SETTINGS"
  [ -z "${MONITORING_VALUES:-}" ] || set -- "$@" -f "$MONITORING_VALUES"
  h upgrade --install "$MONITORING_RELEASE" "$@" -n "$MONITORING_NAMESPACE" --labels "portfolio=$PORTFOLIO" \
    --wait --timeout 10m --history-max 5 >/dev/null ||
    die "the monitoring did not come up" \
      "See: kubectl --context $CONTEXT -n $MONITORING_NAMESPACE get pods" \
      "Pending pods mean too little memory: MINIKUBE_MEMORY, or $MONITORING_SETTINGS"
}

step "Preflight"
tools='kubectl helm jq curl' driver='' image=''
if is_local && [ "${KUBE_CONTEXT:-$PROFILE}" = "$PROFILE" ]; then driver=$(driver) tools="$tools minikube"; fi
if [ "$with_app" = yes ]; then
  if [ "$local_image" = yes ]; then
    image=build
  elif choose_image; then
    image=chosen
  elif ! is_local; then
    image=published
  else
    [ -f "${APP_DIR:-$ROOT/../$APP_REPOSITORY}/$DOCKERFILE" ] || no_image
    say "No image is recorded yet: the application is built from $APP_REPOSITORY beside this repository."
    image=build
  fi
fi
if [ "$driver" = docker ] || [ "$image" = build ]; then tools="$tools docker"; fi
need "$tools"
need_helm4
use_context
confirm "$yes" "Install the monitoring and $APP"
if [ -n "$driver" ]; then
  step "Minikube"
  start_minikube "$@"
  [ "$EXPOSURE" != ingress ] || install_ingress
else
  need_cluster
fi
check_cluster

step "Namespaces"
namespace "$APP_NAMESPACE" restricted
namespace "$MONITORING_NAMESPACE" privileged # the node exporter reads the host's files
if [ "$EXPOSURE" = ingress ] && [ "$INGRESS_CLASS" = alb ]; then
  # A new pod counts as ready when the load balancer sends to it, so that a rollout drops no request.
  k label --overwrite namespace "$APP_NAMESPACE" elbv2.k8s.aws/pod-readiness-gate-inject=enabled
fi

if [ "$with_monitoring" = yes ]; then
  step "Monitoring"
  install_monitoring
fi

[ -z "$image" ] || step "Application"
case $image in
  build) "$ROOT/scripts/image.sh" --yes ;;
  chosen) "$ROOT/scripts/deploy.sh" --yes ;;
  published) "$ROOT/scripts/deploy.sh" --published --yes ;; # without one there is nothing to do yet
esac
if [ -n "$image" ] && [ "$traffic" = yes ] && [ -z "${CI:-}" ] && own_cluster; then
  nohup "$ROOT/scripts/load.sh" --seconds 120 </dev/null >/dev/null 2>&1 & # nobody waits for it, and it ends by itself
  say "For two minutes requests go to $APP in the background, so that the dashboard has something to show (--no-traffic)."
fi
say "Next: scripts/smoke.sh, scripts/verify.sh, scripts/grafana.sh"
[ -z "$driver" ] || say "Minikube's own commands: export MINIKUBE_PROFILE=$PROFILE"

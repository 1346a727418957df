# shellcheck shell=sh disable=SC2034
# Shared by the scripts beside it; sourced, never run. The only script with values of this portfolio in it.
set -eu

PORTFOLIO='octo-org-infra-k8s' # name of the Minikube profile, and label of what is made in a cluster
APP='express-app'
APP_NAMESPACE='express-app'
APP_REPOSITORY='express-app' DOCKERFILE='Dockerfile' BUILD_CONTEXT='.'
APP_URL='https://github.com/Octo-Org/express-app'
TRAFFIC='/ /api/info /api/work?ms=20' # what it answers, to be asked where graphs need data
IMAGE_NAME='ghcr.io/octo-org/express-app'
IMAGE_PATH='octo-org/express-app'
REGISTRY_HOST='ghcr.io'
ARCHITECTURES='amd64 arm64'
PORT_NAME='web'
NODE_PORT='30005'
EXPOSURE='nodePort'
INGRESS_HOST=''
INGRESS_CLASS='traefik'
HEALTH_PATH='/health'
READY_PATH='/ready'
METRICS_PATH='/metrics'
CLUSTER='minikube'
LOCAL='true' # whether the cluster runs on this machine and belongs to this portfolio alone
SETTINGS='environments/minikube/express-app'
MONITORING_NAMESPACE='monitoring'
MONITOR_NAMESPACE='monitoring' # of the ServiceMonitor, the rules and the dashboard
MONITORING_SETTINGS='monitoring/values.yaml'
MONITORING_RELEASE='monitoring'
PROMETHEUS_NAME='monitoring-kube-prometheus-prometheus'
GRAFANA_NAME='monitoring-grafana'
PROMETHEUS_PORT='9090' # where it is forwarded to
GRAFANA_PORT='3001'
MONITORING_DEFAULT_CHART='oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack'
MONITORING_DEFAULT_VERSION='88.5.3'
INGRESS_CHART='oci://ghcr.io/traefik/helm/traefik' # for a cluster on this machine
INGRESS_CHART_VERSION='41.3.0'
PROMETHEUS_IMAGE='quay.io/prometheus/prometheus:v3.14.0' # the version in that chart
DEFAULT_CPUS='2'
DEFAULT_MEMORY_MB='4096'

# Settings of the surroundings that would lead cd and git to other folders, or Helm to another cluster or record than ours.
unset CDPATH GREP_OPTIONS GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE GIT_PREFIX
unset HELM_KUBEAPISERVER HELM_KUBETOKEN HELM_KUBECAFILE HELM_KUBEASUSER HELM_KUBEASGROUPS HELM_KUBETLS_SERVER_NAME HELM_NAMESPACE HELM_DRIVER
export KUBERC=off # nor may a person's own defaults for kubectl change what a command here means

# Minikube's driver none knows this one profile only.
if [ "${MINIKUBE_DRIVER:-}" = none ]; then PROFILE=minikube; else PROFILE=${MINIKUBE_PROFILE:-$PORTFOLIO}; fi

ROOT=$(cd -- "$(dirname -- "$0")/.." && pwd)
CHART="$ROOT/helm/$APP"
RECORD="$ROOT/$SETTINGS/image.yaml"

is_local() { [ "$LOCAL" = true ]; }
say() { printf '%s\n' "$*" >&2; }
step() { printf '\n== %s\n' "$*" >&2; }
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# bad_option OPTION: what every script answers to an argument that it does not know.
bad_option() { die "unknown argument: $1" "See $0 --help"; }
one_at_most() { [ $# -le 1 ] || bad_option "$2"; }

# number NAME VALUE MIN MAX: refuses anything but a whole number in the range.
number() {
  case $2 in '' | *[!0-9]*) die "$1 must be a whole number, not '$2'" ;; esac
  if [ "${#2}" -gt 6 ] || [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ]; then die "$1 must be between $3 and $4, not $2"; fi
}

# need "TOOL...": all that is missing, at once.
need() {
  missing='' links=''
  for tool in $1; do
    command -v "$tool" >/dev/null 2>&1 && continue
    missing="$missing $tool"
    case $tool in
      kubectl) links="$links https://kubernetes.io/docs/tasks/tools/" ;;
      helm) links="$links https://helm.sh/docs/intro/install/" ;;
      minikube) links="$links https://minikube.sigs.k8s.io/docs/start/" ;;
      docker) links="$links https://docs.docker.com/get-started/get-docker/" ;;
      node) links="$links https://nodejs.org/" ;;
    esac
  done
  [ -z "$missing" ] || die "not installed:$missing" "With Homebrew: brew install$missing" "Or with the packages of your system${links:+, or see$links}"
}

# Helm 3 knows no server-side apply, which takes back what somebody edited by hand.
need_helm4() {
  need helm
  helm_version=$(helm version --template '{{.Version}}')
  helm_major=${helm_version#v}
  helm_major=${helm_major%%.*}
  case $helm_major in
    '' | *[!0-9]*) die "cannot read the version of helm: '$helm_version'" ;;
  esac
  [ "$helm_major" -ge 4 ] || die "helm $helm_version is too old: 4.0 or newer is needed" "https://helm.sh/docs/intro/install/"
}

# A Minikube portfolio only ever talks to its own Minikube, whatever the current context is.
use_context() {
  need kubectl
  if [ -n "${KUBE_CONTEXT:-}" ]; then
    CONTEXT=$KUBE_CONTEXT
  elif is_local; then
    CONTEXT=$PROFILE
  else
    CONTEXT=$(kubectl config current-context 2>/dev/null) ||
      die "no current kubectl context" "Choose one: kubectl config use-context NAME (or set KUBE_CONTEXT)"
  fi
}

k() { kubectl --context "$CONTEXT" "$@"; }
h() { helm --kube-context "$CONTEXT" "$@"; }
# Never the profile that happens to be active: it may be somebody else's cluster.
mini() { subcommand=$1 && shift && minikube "$subcommand" --profile "$PROFILE" "$@"; }
# curl without a person's own .curlrc, and no proxy stands between this machine and itself.
http() { no_proxy="127.0.0.1,::1,localhost,${no_proxy:-${NO_PROXY:-}}" curl --disable "$@"; }

# Refused is not absent: who may not see whether something is there must not go on as if it were not. kubectl and Helm
# have said why.
refused() { die "cannot see $1 with the credentials of context '$CONTEXT'" "Whose they are: kubectl --context '$CONTEXT' auth whoami"; }

# there ARGUMENTS OF kubectl get: is there such an object?
there() {
  found=$(k get "$@" --ignore-not-found -o name) || refused "$*"
  [ -n "$found" ]
}

cluster_answers() {
  answer=$(k get --raw /readyz --request-timeout=10s 2>&1 >/dev/null) && return
  case $answer in *[Uu]nauthorized* | *[Ff]orbidden* | *credentials*) say "$answer" && refused "the cluster" ;; esac
  return 1
}

need_cluster() {
  use_context
  cluster_answers && return
  ! is_local || die "no cluster answers at context '$CONTEXT'" "Start it: scripts/up.sh" "$answer"
  die "no cluster answers at context '$CONTEXT'" "$answer"
}

own_cluster() { is_local && [ "$CONTEXT" = "$PROFILE" ]; }

# mine RELEASE NAMESPACE: was it made from here, or is it still to be made? In its own Minikube all is this portfolio's.
mine() {
  if own_cluster; then return; fi
  found=$(h list -n "$2" -q --filter "^$1\$") || refused "the releases in namespace $2"
  [ -n "$found" ] || return 0
  found=$(h list -n "$2" -q --filter "^$1\$" --selector "portfolio=$PORTFOLIO") || refused "the releases in namespace $2"
  [ -n "$found" ]
}

not_mine() {
  say "Release $1 in namespace $2 was not made from here and stays as it is. To take it over:" \
    "kubectl --context $CONTEXT -n $2 label secrets -l owner=helm,name=$1 portfolio=$PORTFOLIO"
}

# confirm YES TEXT: before anything changes in a cluster that others may share.
confirm() {
  if own_cluster || [ "$1" = yes ]; then return; fi
  ask "$2 on context" "$CONTEXT"
}

# ask TEXT NAME: a person types the name; without a person it needs --yes.
ask() {
  [ -t 0 ] || die "$1 '$2' needs a confirmation" "Add --yes when that is what you want"
  printf '%s "%s"? Type its name to go on: ' "$1" "$2" >&2
  read -r answer
  [ "$answer" = "$2" ] || die "not confirmed"
}

# record_field tag|digest: a field of the record of the deployed image; empty when there is none.
record_field() {
  [ -f "$RECORD" ] || return 0
  sed -n "s/^  $1: *[\"']\{0,1\}\([^\"'# ]*\)[\"']\{0,1\} *\(#.*\)\{0,1\}$/\1/p" "$RECORD" | head -n 1
}

valid_tag() { matches "$1" '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}' && [ "$1" != latest ]; }
valid_digest() { matches "$1" 'sha256:[0-9a-f]{64}'; }

# matches TEXT ERE: the whole text, which must be a single line.
matches() {
  case $1 in *"
"*) return 1 ;; esac
  printf '%s\n' "$1" | LC_ALL=C grep -Eqx -e "$2"
}

# Sets IMAGE_REPOSITORY, TAG and DIGEST of what to deploy: IMAGE, or IMAGE_TAG and IMAGE_DIGEST, or the record.
choose_image() {
  IMAGE_REPOSITORY=$IMAGE_NAME TAG='' DIGEST=''
  if [ -n "${IMAGE:-}" ]; then
    rest=$IMAGE
    case $rest in *@*) DIGEST=${rest#*@} rest=${rest%%@*} ;; esac
    case ${rest##*/} in *:*) TAG=${rest##*:} rest=${rest%:*} ;; esac
    IMAGE_REPOSITORY=$rest
  elif [ -n "${IMAGE_TAG:-}${IMAGE_DIGEST:-}" ]; then
    TAG=${IMAGE_TAG:-} DIGEST=${IMAGE_DIGEST:-}
  else
    TAG=$(record_field tag) DIGEST=$(record_field digest)
  fi
  [ -n "$TAG$DIGEST" ] || return 1
  [ -z "$TAG" ] || valid_tag "$TAG" || die "'$TAG' is not a usable image tag" "'latest' is refused: nobody could tell what runs"
  [ -z "$DIGEST" ] || valid_digest "$DIGEST" || die "'$DIGEST' is not an image digest (sha256: and 64 hexadecimal digits)"
  matches "$IMAGE_REPOSITORY" '[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+|[a-z0-9._-]+' ||
    die "'$IMAGE_REPOSITORY' is not an image name (it has to be in lower case)"
}

no_image() {
  die "no image to deploy: $RECORD is empty and neither IMAGE nor IMAGE_TAG nor IMAGE_DIGEST is set" \
    "From the sources on this machine:  scripts/image.sh   (builds ../$APP_REPOSITORY, loads and deploys it)" \
    "What CI published:                 IMAGE=$IMAGE_NAME:sha-COMMIT scripts/deploy.sh" \
    "Or let the deploy workflow of this repository run: it fills the record"
}

# Cleans up on every way out; a script adds what it started to $PIDS and $SCRATCH.
PIDS='' SCRATCH=''
cleanup() {
  for pid in $PIDS; do kill "$pid" 2>/dev/null || :; done
  [ -z "$SCRATCH" ] || rm -rf "$SCRATCH"
}
scratch() {
  SCRATCH=$(mktemp -d)
  trap cleanup EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# A local port is free when nothing accepts a connection: curl then says 7.
port_is_free() {
  curl_code=0
  http --silent --output /dev/null --max-time 2 "http://127.0.0.1:$1/" || curl_code=$?
  [ "$curl_code" -eq 7 ]
}

# forward_app PORT_NAME: sets URL to that port of the app, through a port-forward on a free local port. It works on
# every system; the node's address does not (the docker driver on macOS, Windows and WSL hides it).
forward_app() {
  need curl
  [ -n "$SCRATCH" ] || scratch
  : >"$SCRATCH/forward"
  kubectl --context "$CONTEXT" -n "$APP_NAMESPACE" port-forward "service/$APP" ":$1" \
    >"$SCRATCH/forward" 2>"$SCRATCH/forward.err" &
  forward_pid=$!
  PIDS="$PIDS $forward_pid"
  tries=0
  while [ "$tries" -lt 150 ]; do
    # An address of IPv4 or, where there is none, of IPv6.
    URL=$(sed -n 's|^Forwarding from \(.*:[0-9]*\) ->.*|http://\1|p' "$SCRATCH/forward" | head -n 1)
    [ -z "$URL" ] || return 0
    kill -0 "$forward_pid" 2>/dev/null || break
    sleep 0.2
    tries=$((tries + 1))
  done
  die "cannot forward a port to service/$APP in namespace $APP_NAMESPACE" "$(head -n 3 "$SCRATCH/forward.err")"
}

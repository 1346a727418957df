# shellcheck shell=sh disable=SC2034
# Shared by the scripts beside it; sourced, never run. What this portfolio is called stands here.
set -eu

PORTFOLIO='octo-org-infra-k8s' # name of the Minikube profile, and label of what is made in a cluster
APP='express-app' APP_NAMESPACE='express-app' SETTINGS='environments/minikube/express-app'
APP_REPOSITORY='express-app' DOCKERFILE='Dockerfile' BUILD_CONTEXT='.'
APP_URL='https://github.com/Octo-Org/express-app'
TRAFFIC='/ /api/info /api/work?ms=20' # what it answers, to be asked where graphs need data
IMAGE_NAME='ghcr.io/octo-org/express-app' IMAGE_PATH='octo-org/express-app' ARCHITECTURES='amd64 arm64'
EXPOSURE='nodePort' NODE_PORT='30005' INGRESS_HOST='' INGRESS_CLASS='traefik'
CLUSTER='minikube' LOCAL='true' # whether it runs on this machine and belongs to this portfolio alone
MONITORING_SETTINGS='monitoring/values.yaml' MONITOR_NAMESPACE='monitoring' # of the ServiceMonitor and the rules
REGISTRY_HOST='ghcr.io' PORT_NAME='web'
HEALTH_PATH='/health' READY_PATH='/ready' METRICS_PATH='/metrics'
MONITORING_NAMESPACE='monitoring' MONITORING_RELEASE='monitoring'
PROMETHEUS_NAME='monitoring-kube-prometheus-prometheus' GRAFANA_NAME='monitoring-grafana'

# Settings of the surroundings that would lead cd and git to other folders, or Helm to another cluster or record than ours.
unset CDPATH GREP_OPTIONS GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE GIT_PREFIX
unset HELM_KUBEAPISERVER HELM_KUBETOKEN HELM_KUBECAFILE HELM_KUBEASUSER HELM_KUBEASGROUPS HELM_KUBETLS_SERVER_NAME HELM_NAMESPACE HELM_DRIVER
export KUBERC=off # nor may a person's own defaults for kubectl change what a command here means

ROOT=$(cd -- "$(dirname -- "$0")/.." && pwd)
CHART="$ROOT/helm/$APP"
RECORD="$ROOT/$SETTINGS/image.yaml"
. "$(dirname -- "$0")/cluster.lib.sh"
. "$(dirname -- "$0")/app.lib.sh"

help() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; } # what a script says at its head
say() { printf '%s\n' "$*" >&2; }
step() { printf '\n== %s\n' "$*" >&2; }
exit_code=1
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit "$exit_code"
}

# bad_option OPTION: what every script answers to an argument that it does not know.
bad_option() { die "unknown argument: $1" "See $0 --help"; }
one_at_most() { [ $# -le 1 ] || bad_option "$2"; }

# matches TEXT ERE: the whole text, which must be a single line.
matches() {
  case $1 in *"
"*) return 1 ;; esac
  printf '%s\n' "$1" | LC_ALL=C grep -Eqx -e "$2"
}

# number NAME VALUE MIN MAX: refuses anything but a whole number in the range.
number() {
  matches "$2" '[0-9]{1,6}' && [ "$2" -ge "$3" ] && [ "$2" -le "$4" ] || die "$1 must be a whole number from $3 to $4, not '$2'"
}

# listed FILE: for Helm, which reads the value of -f as a list. A comma or a quote in the name of a folder belongs to it.
listed() { case $1 in *[,\"]*) printf '"%s"' "$(printf '%s' "$1" | sed 's/"/""/g')" ;; *) printf '%s' "$1" ;; esac; }

# need "TOOL...": all that is missing, at once.
need() {
  missing=''
  for tool in $1; do command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"; done
  [ -z "$missing" ] || die "not installed:$missing" "With Homebrew: brew install$missing" "Or with the packages of your system, or see https://kubernetes.io/docs/tasks/tools/ and https://helm.sh/docs/intro/install/"
}

# Helm 3 knows no server-side apply, which takes back what somebody edited by hand.
need_helm4() {
  need helm
  helm_version=$(helm version --template '{{.Version}}')
  case $helm_version in v[0-3].*) die "helm $helm_version is too old: 4.0 or newer is needed" "https://helm.sh/docs/intro/install/" ;; esac
}

# A folder that goes on every way out, and programs in $PIDS that end with the script.
scratch() {
  PIDS='' SCRATCH=$(mktemp -d)
  # shellcheck disable=SC2086 # each is one
  trap 'kill $PIDS 2>/dev/null || :; rm -rf "$SCRATCH"' EXIT
  trap 'exit 130' HUP INT TERM
}

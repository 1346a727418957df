# shellcheck shell=sh disable=SC2034
# Which cluster a script acts on, and what is its own there; sourced by lib.sh, never run.

# Minikube's driver none knows this one profile only.
if [ "${MINIKUBE_DRIVER:-}" = none ]; then PROFILE=minikube; else PROFILE=${MINIKUBE_PROFILE:-$PORTFOLIO}; fi

minikube_driver() { printf '%s\n' "${MINIKUBE_DRIVER:-$(minikube config get driver 2>/dev/null || printf docker)}"; }
is_local() { [ "$LOCAL" = true ]; }

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

# Refused is not absent: who may not see whether something is there must not go on as if it were not. kubectl and Helm
# have said why. 3 says it to whoever asks whether the image is to blame.
refused() { exit_code=3 && die "cannot see $1 with the credentials of context '$CONTEXT'" "Whose they are: kubectl --context '$CONTEXT' auth whoami"; }

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

local_profile() { is_local && [ "$CONTEXT" = "$PROFILE" ]; }
# A profile that MINIKUBE_PROFILE names may be somebody else's. The driver none has one only.
own_cluster() { local_profile && { [ "$PROFILE" = "$PORTFOLIO" ] || [ "${MINIKUBE_DRIVER:-}" = none ]; }; }

# mine RELEASE NAMESPACE: was it made from here, or is it still to be made? In its own Minikube all is this portfolio's.
mine() {
  if own_cluster; then return; fi
  found=$(h list -n "$2" -q --filter "^$1\$" --selector "portfolio!=$PORTFOLIO") || refused "the releases in namespace $2"
  [ -z "$found" ]
}

not_mine() {
  say "Release $1 in namespace $2 was not made from here and stays as it is. To take it over:" \
    "kubectl --context $CONTEXT -n $2 label secrets -l owner=helm,name=$1 portfolio=$PORTFOLIO"
}

# ask TEXT NAME: a person types the name; without a person it needs --yes.
ask() {
  [ -t 0 ] || die "$1 '$2' needs a confirmation" "Add --yes when that is what you want"
  printf '%s "%s"? Type its name to go on: ' "$1" "$2" >&2
  read -r answer
  [ "$answer" = "$2" ] || die "not confirmed"
}

# confirm YES TEXT: before anything changes in a cluster that others may share.
confirm() {
  if own_cluster || [ "$1" = yes ]; then return; fi
  ask "$2 on context" "$CONTEXT"
}

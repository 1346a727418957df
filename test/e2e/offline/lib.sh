# shellcheck shell=bash disable=SC2034
# Sourced by the scripts of this folder: versions, folders, addresses, helpers.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=versions.env
. "$here/versions.env"

# What is built once and kept, one folder a set of versions.
KIT=${E2E_KIT:-${XDG_CACHE_HOME:-$HOME/.cache}/create-devops-portfolio/kit-$(sha256sum <"$here/versions.env" | cut -c1-12)}
# Another source gets another tag: a node keeps the images that it has pulled.
KUBE_STATE=kube-state-metrics/kube-state-metrics:stand-in-$(sha256sum <"$here/tools/kube-state/main.go" | cut -c1-12)
# What one run makes: `down.sh` deletes it. Sockets have a folder with a short name.
STATE=$KIT/state

# The whole cluster lives in a network namespace of its own, joined to this machine by a bridge.
# The addresses are Minikube's usual ones.
NS=portfolio-e2e BRIDGE=br-portfolio GATEWAY=192.168.49.1 NODE=192.168.49.2
MIRROR=$GATEWAY:5000
SOCKETS=/run/$NS
BINFMT=/proc/sys/fs/binfmt_misc
export PATH=$KIT/bin:$PATH MINIKUBE_HOME=$STATE/minikube KUBECONFIG=$STATE/kubeconfig
export DOCKER_HOST=unix://$SOCKETS/docker.sock DOCKER_CONFIG=$STATE/docker-config

# In the namespace's network only: `ip netns exec` would also remount /sys and hide the cgroups.
in_namespace() { nsenter "--net=/run/netns/$NS" "$@"; }

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }

# packages NAME...: Debian packages, installed when missing.
packages() {
  dpkg -s "$@" >/dev/null 2>&1 && return
  say "install $*"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# daemon NAME PROGRAM ARGUMENT...: a background program with a pid file and a log in $STATE.
daemon() {
  local name=$1 program=$2; shift 2
  start-stop-daemon --start --oknodo --background --make-pidfile --pidfile "$STATE/$name.pid" \
    --output "$STATE/$name.log" --exec "$program" -- "$@"
}

# halt NAME PROGRAM: ends that program, and only while the pid is still its own.
halt() {
  [ -f "$STATE/$1.pid" ] || return 0
  start-stop-daemon --stop --oknodo --retry 15 --pidfile "$STATE/$1.pid" --remove-pidfile --exec "$2" >/dev/null
}

# until_ok SECONDS COMMAND...: repeats the command until it succeeds.
until_ok() {
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { say "gave up: $*"; return 1; }
    sleep 0.2
  done
}

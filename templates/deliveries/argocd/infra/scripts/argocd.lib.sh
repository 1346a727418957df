# shellcheck shell=sh
# What Argo CD says of the application; sourced by lib.sh, never run.

# its_argocd: is the namespace argocd made from here, or still to be made? In its own Minikube all is this portfolio's.
its_argocd() {
  if own_cluster; then return; fi
  found=$(k get namespace argocd --ignore-not-found -o jsonpath='{.metadata.name}={.metadata.labels.portfolio}') || refused "namespace argocd"
  case $found in '' | "argocd=$PORTFOLIO") return 0 ;; *) return 1 ;; esac
}

# application: does Argo CD deploy this service here? Not in a rehearsal, nor before it is installed.
APPLICATION=${SETTINGS#environments/}
APPLICATION=$APP-${APPLICATION%%/*}
application() {
  its_argocd || return 1
  answer=$(k -n argocd get applications.argoproj.io "$APPLICATION" --ignore-not-found -o name 2>&1) && {
    case $answer in *"/$APPLICATION"*) return 0 ;; *) return 1 ;; esac
  }
  case $answer in *"doesn't have a resource type"*) return 1 ;; esac
  say "$answer" && refused "whether Argo CD deploys $APP"
}

# synced SECONDS: has Argo CD compared the newest commit with the cluster, and is all there and healthy?
synced() {
  deadline=$(($(date +%s) + $1)) state='' asked=no
  until [ "$state" = "Synced Healthy " ]; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 1
    # What it has compared before it was asked says nothing about the newest commit. Right after its set, it is not there yet.
    if [ "$asked" = no ]; then
      answer=$(k -n argocd annotate --overwrite applications.argoproj.io "$APPLICATION" argocd.argoproj.io/refresh=normal 2>&1) || {
        case $answer in *[Uu]nauthorized* | *[Ff]orbidden*) say "$answer" && refused "the newest commit in the cluster" ;; *) continue ;; esac
      }
      asked=yes
    fi
    state=$(k -n argocd get applications.argoproj.io "$APPLICATION" --ignore-not-found \
      -o jsonpath='{.status.sync.status} {.status.health.status} {.metadata.annotations.argocd\.argoproj\.io/refresh}')
  done
}
# Why not, in one line: what keeps it from comparing, or else what the last sync said.
unsynced() {
  why=$(k -n argocd get applications.argoproj.io "$APPLICATION" -o jsonpath='{.status.conditions[*].message}')
  [ -n "$why" ] || why=$(k -n argocd get applications.argoproj.io "$APPLICATION" -o jsonpath='{.status.operationState.message}')
  printf '%s' "$why" | tr '\n' ' '
}

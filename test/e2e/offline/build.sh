#!/usr/bin/env bash
# build.sh [NAME...]: builds the programs of the kit, or only these, from the Go module proxy. What is there is skipped.
# E2E_KIT_BIN: a folder with programs of these very versions, taken instead of being built.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
mkdir -p "$KIT"/{bin,src,log}
export CGO_ENABLED=0 GOFLAGS='-trimpath -mod=mod -buildvcs=false'

# module NAME MODULE VERSION: a module in $KIT/src/NAME that is the upstream's go.mod plus a
# requirement of the upstream itself. A plain `go install` refuses a module with replace
# directives; here they hold: Kubernetes's staging folders become the published modules,
# other replacements by a folder are dropped, since those are published too.
module() {
  local dir=$KIT/src/$1 upstream
  [ -f "$dir/ready" ] && return
  mkdir -p "$dir"
  upstream=$(cd "$dir" && GOFLAGS='' go mod download -json "$2@v$3" | sed -n 's/.*"Dir": "\(.*\)",/\1/p')
  sed -e "s#^module .*#module kit/$1#" \
    -e "s#=> ./staging/src/\(k8s.io/[a-z-]*\)#=> \1 v0.${3#1.}#" \
    -e '/=> \.\.\{0,1\}\//d' "$upstream/go.mod" >"$dir/go.mod"
  if [ -f "$upstream/go.sum" ]; then install -m644 "$upstream/go.sum" "$dir/go.sum"; fi
  (cd "$dir" && go mod edit -require "$2@v$3")
  touch "$dir/ready"
}

# program NAME MODULE-NAME PACKAGE [LDFLAGS] [TAGS]
program() {
  local start=$SECONDS
  (cd "$KIT/src/$2" && go build -tags "${5:-}" -ldflags "-s -w ${4:-}" -o "$KIT/bin/.$1" "$3") >"$KIT/log/$1.log" 2>&1 || {
    tail -20 "$KIT/log/$1.log" >&2; say "cannot build $1"; return 1; }
  mv "$KIT/bin/.$1" "$KIT/bin/$1"
  say "built $1 in $((SECONDS - start)) s"
}

# tool NAME MODULE-NAME: a small program of this folder, built with what that module requires.
tool() {
  install -D -m644 "$here/tools/$1/main.go" "$KIT/src/$2/tools/$1/main.go"
  program "$1" "$2" "./tools/$1" "-X main.version=v$K8S"
}

kubernetes_flags() {
  local package
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    printf -- '-X %s.gitVersion=v%s -X %s.gitMajor=1 -X %s.gitMinor=%s -X %s.gitTreeState=clean ' \
      $package "$K8S" $package $package "$(cut -d. -f2 <<<"$K8S")" $package
  done
}

build() {
  local prometheus_version=github.com/prometheus/common/version.Version
  case $1 in
    kube*)
      module k8s k8s.io/kubernetes "$K8S"
      if [ "$1" = kube-state ]; then tool "$1" k8s
      else program "$1" k8s "k8s.io/kubernetes/cmd/$1" "$(kubernetes_flags)"; fi ;;
    crictl | pause)
      module k8s k8s.io/kubernetes "$K8S"
      tool "$1" k8s ;;
    coredns)
      module coredns github.com/coredns/coredns "$COREDNS"
      tool "$1" coredns ;;
    minikube) # upstream's own tag: the KVM driver, which needs cgo, loads libvirt at run time only
      module minikube k8s.io/minikube "$MINIKUBE"
      CGO_ENABLED=1 program "$1" minikube k8s.io/minikube/cmd/minikube \
        "-X k8s.io/minikube/pkg/version.version=v$MINIKUBE -X k8s.io/minikube/pkg/version.isoVersion=v$MINIKUBE -X k8s.io/minikube/pkg/version.storageProvisionerVersion=$PROVISIONER_TAG" libvirt_dlopen ;;
    storage-provisioner)
      module minikube k8s.io/minikube "$MINIKUBE"
      tool "$1" minikube ;;
    etcd)
      module etcd go.etcd.io/etcd/server/v3 "$ETCD"
      program "$1" etcd go.etcd.io/etcd/server/v3 ;;
    helm)
      module helm helm.sh/helm/v4 "$HELM"
      program "$1" helm helm.sh/helm/v4/cmd/helm "-X helm.sh/helm/v4/internal/version.version=v$HELM" ;;
    prometheus | promtool) # of the service discoveries only Kubernetes's: a third of the time to build
      module prometheus github.com/prometheus/prometheus "$PROMETHEUS"
      program "$1" prometheus "github.com/prometheus/prometheus/cmd/$1" \
        "-X $prometheus_version=${PROMETHEUS/0.3/3.}" netgo,remove_all_sd,enable_kubernetes_sd ;;
    operator | prometheus-config-reloader)
      module prometheus-operator github.com/prometheus-operator/prometheus-operator "$PROM_OPERATOR"
      program "$1" prometheus-operator "github.com/prometheus-operator/prometheus-operator/cmd/$1" \
        "-X $prometheus_version=$PROM_OPERATOR" ;;
    alertmanager) # the module lacks the built pages, which it embeds: an empty one stands for them, in a copy
      module alertmanager github.com/prometheus/alertmanager "$ALERTMANAGER"
      (
        cd "$KIT/src/alertmanager"
        cp -r --no-preserve=mode "$(go list -m -f '{{.Dir}}' github.com/prometheus/alertmanager)" copy
        mkdir copy/ui/app/dist
        echo 'Alertmanager without its pages' >copy/ui/app/dist/index.html
        go mod edit -replace github.com/prometheus/alertmanager=./copy
      )
      program "$1" alertmanager github.com/prometheus/alertmanager/cmd/alertmanager "-X $prometheus_version=$ALERTMANAGER" ;;
    registry)
      module registry github.com/distribution/distribution/v3 "$REGISTRY"
      program "$1" registry github.com/distribution/distribution/v3/cmd/registry ;;
    crane)
      module crane github.com/google/go-containerregistry "$CRANE"
      program "$1" crane github.com/google/go-containerregistry/cmd/crane ;;
    buildkitd)
      module buildkit github.com/moby/buildkit "$BUILDKIT"
      program "$1" buildkit github.com/moby/buildkit/cmd/buildkitd "-X github.com/moby/buildkit/version.Version=v$BUILDKIT" ;;
    docker-buildx)
      module buildx github.com/docker/buildx "$BUILDX"
      program "$1" buildx github.com/docker/buildx/cmd/buildx "-X github.com/docker/buildx/version.Version=v$BUILDX" ;;
    argocd) # argocd.sh builds it, where it is needed
      module argocd github.com/argoproj/argo-cd/v3 "$ARGOCD"
      program "$1" argocd github.com/argoproj/argo-cd/v3/cmd "-X github.com/argoproj/argo-cd/v3/common.version=$ARGOCD" ;;
    docker-compose)
      module compose github.com/docker/compose/v2 "$COMPOSE"
      program "$1" compose github.com/docker/compose/v2/cmd "-X github.com/docker/compose/v2/internal.Version=v$COMPOSE" ;;
  esac
}

# taken NAME: linked from E2E_KIT_BIN, if that folder has it. The tools of this folder are always built.
taken() {
  [ ! -d "$here/tools/$1" ] || return 1
  local from=${E2E_KIT_BIN:-} name=$1
  [ "$name" != operator ] || [ ! -x "$from/prometheus-operator" ] || name=prometheus-operator
  [ -n "$from" ] && [ -x "$from/$name" ] || return 1
  ln "$from/$name" "$KIT/bin/$1" 2>/dev/null || cp "$from/$name" "$KIT/bin/$1"
}

if [ -n "${E2E_KIT_BIN:-}" ]; then
  found="$("$E2E_KIT_BIN/kubelet" --version) $("$E2E_KIT_BIN/minikube" version --short)"
  [ "$found" = "Kubernetes v$K8S v$MINIKUBE" ] || { say "E2E_KIT_BIN holds other versions than versions.env: $found"; exit 1; }
fi
# current NAME: built already, and for a tool of this folder from the source as it is now.
current() {
  [ -x "$KIT/bin/$1" ] || return 1
  [ ! -d "$here/tools/$1" ] || cat "$KIT"/src/*/tools/"$1"/main.go 2>/dev/null | cmp -s - "$here/tools/$1/main.go"
}

lane() {
  local name
  for name in "$@"; do
    current "$name" || taken "$name" || build "$name"
  done
}

# Two lanes, because linking and downloading leave a core idle. A module stands in one of them only, or both would compile it.
if [ $# -gt 0 ]; then
  lane "$@"
else
  lane kubelet kubeadm kubectl kube-apiserver kube-controller-manager kube-scheduler kube-proxy kube-state crictl pause \
    etcd operator prometheus-config-reloader docker-compose registry alertmanager crane & lanes=$!
  lane minikube storage-provisioner coredns helm prometheus promtool buildkitd docker-buildx & lanes+=" $!"
  failed=
  for pid in $lanes; do wait "$pid" || failed=1; done
  [ -z "$failed" ] || exit 1
fi

# The operator's module carries the custom resource definitions. Helm keeps a chart in a Secret, which has
# no room for all of them: those of programs that are not run stay behind.
if [ ! -d "$KIT/crds" ]; then
  folder=$(cd "$KIT" && GOFLAGS='' go mod download -json "github.com/prometheus-operator/prometheus-operator@v$PROM_OPERATOR" | sed -n 's/.*"Dir": "\(.*\)",/\1/p')
  mkdir -p "$KIT/crds.part"
  install -m644 "$folder"/example/prometheus-operator-crd/*.yaml "$KIT/crds.part"
  rm "$KIT"/crds.part/*_{thanosrulers,prometheusagents,scrapeconfigs}.yaml
  mv "$KIT/crds.part" "$KIT/crds"
fi

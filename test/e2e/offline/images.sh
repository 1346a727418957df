#!/usr/bin/env bash
# Puts every image that the cluster and the apps' Dockerfiles ask for into $KIT/registry, the
# storage of a registry that stands for registry.k8s.io, quay.io, ghcr.io and docker.io.
# Nothing is pulled: an image is one static program, or Debian packages with Node or Python.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
shopt -s inherit_errexit # a folder that could not be made is not ready
stamp=$KIT/registry/made-$(cat "$here/images.sh" "$here"/tools/*/main.go | sha256sum | cut -c1-12)
[ ! -f "$stamp" ] || exit 0
packages debootstrap mmdebstrap iptables jq curl
rm -rf "$KIT/registry"
mkdir -p "$KIT"/{registry,rootfs,log}
work=$(mktemp -d) port=5999 server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

cat >"$work/registry.yml" <<Y
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $KIT/registry}}
http: {addr: "127.0.0.1:$port"}
Y
OTEL_TRACES_EXPORTER=none registry serve "$work/registry.yml" >"$KIT/log/registry.log" 2>&1 &
server=$!
until_ok 10 curl -fs "http://127.0.0.1:$port/v2/"

# [architecture=arm64] image FOLDER NAME [crane mutate options]: pushes the folder as a one-layer image.
image() {
  local folder=$1 name=127.0.0.1:$port/$2; shift 2
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$folder" -czf "$work/layer.tgz" .
  crane append -f "$work/layer.tgz" -t "$name" >/dev/null 2>&1
  crane mutate "$name" -t "$name" --set-platform "linux/${architecture:-amd64}" "$@" >/dev/null 2>&1
  say "image ${name#*/}"
}

# index NAME: joins NAME-amd64 and NAME-arm64.
index() {
  local name=127.0.0.1:$port/$1
  crane index append --manifest "$name-amd64" --manifest "$name-arm64" --tag "$name" >/dev/null 2>&1
  say "index $1"
}

# one PROGRAM NAME [PATH] [USER]: an image that holds that program.
one() {
  local root=$work/$1 path=${3:-/usr/local/bin/$1}
  mkdir -p "$root"/{etc,tmp}
  chmod 1777 "$root/tmp"
  printf 'root:x:0:0::/:\nnobody:x:65534:65534::/:\n' >"$root/etc/passwd"
  install -D -m755 "$KIT/bin/$1" "$root$path"
  image "$root" "$2" --entrypoint "$path" --user "${4:-0}" --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
}

# kube-proxy calls iptables: Debian's, with its extensions and the libraries that they need.
iptables_into() {
  local root=$1 program=/usr/sbin/xtables-nft-multi file
  local extensions=(/usr/lib/x86_64-linux-gnu/xtables/*.so)
  mkdir -p "$root"/{usr/sbin,run}
  for file in $program "${extensions[@]}" $(ldd $program "${extensions[@]}" | grep -o '/[^ :]*\.so[^ :]*' | sort -u); do
    [ -e "$root$file" ] || install -D -m755 "$(realpath "$file")" "$root$file"
  done
  for file in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    ln -sf xtables-nft-multi "$root/usr/sbin/$file"
  done
}

mirror() {
  # shellcheck disable=SC2016 # apt's own placeholder
  apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/$' || echo http://deb.debian.org/debian/
}

# trim FOLDER: no caches and documentation, and the certificates of this machine, so that package installs in image
# builds trust what this machine trusts.
trim() {
  rm -rf "${1:?}"/{var/cache/apt/archives/*.deb,var/lib/apt/lists/*,usr/share/{doc,man,locale}/*,dev/*,debootstrap}
  mkdir -p "$1/etc/ssl/certs"
  cat "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" >"$1/etc/ssl/certs/ca-certificates.crt"
  touch "$1.ready"
}

# unpacked NAME ARCHITECTURE PACKAGES: Debian packages of any architecture, of which nothing is run. Prints their folder.
unpacked() {
  local root=$KIT/rootfs/$1-$2
  if [ ! -f "$root.ready" ]; then
    rm -rf "$root"
    # A mirror of Debian's next release may lag behind the date until which its list is said to be valid.
    mmdebstrap --mode=root --variant=extract --aptopt='Acquire::Check-Valid-Until "false"' --architectures="$2" --include="base-files,$3" "${suite:-trixie}" "$root" "$(mirror)" >"$KIT/log/mmdebstrap-$1-$2.log" 2>&1
    trim "$root"
  fi
  echo "$root"
}

# debian NAME PACKAGES: a slim Debian. Prints its folder.
debian() {
  local root=$KIT/rootfs/$1
  if [ ! -f "$root.ready" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase --include="ca-certificates,$2" "${suite:-trixie}" "$root" "$(mirror)" /usr/share/debootstrap/scripts/sid >"$KIT/log/debootstrap-$1.log" 2>&1
    trim "$root"
  fi
  echo "$root"
}
certificates=/etc/ssl/certs/ca-certificates.crt
path=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# nodejs ARCHITECTURE FOLDER: Node's own build, as npm packages it, into FOLDER/bin.
nodejs() {
  local package=node-linux-${1/amd64/x64}
  (cd "$work" && npm pack --silent "$package@$NODEJS" >/dev/null)
  mkdir -p "$2"
  tar -xzf "$work/$package-$NODEJS.tgz" -C "$2" --strip-components=1 package/bin/node
}

node() {
  local root; root=$(debian node libstdc++6)
  nodejs amd64 "$root/usr/local"
  (cd "$work" && npm pack --silent "npm@$NPM" >/dev/null)
  grep -q ^node: "$root/etc/passwd" || {
    echo 'node:x:1000:1000::/home/node:/bin/sh' >>"$root/etc/passwd"
    echo 'node:x:1000:' >>"$root/etc/group"
    install -d -o 1000 -g 1000 "$root/home/node"
  }
  mkdir -p "$root/usr/local/lib/node_modules/npm"
  tar -xzf "$work/npm-$NPM.tgz" -C "$root/usr/local/lib/node_modules/npm" --strip-components=1
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  image "$root" library/node:24-trixie-slim --cmd node --env "$path" --env NODE_EXTRA_CA_CERTS=$certificates
}

# The Debian packages of upstream's cc-debian13, and Node where upstream has it.
distroless() {
  local name=distroless/nodejs24-debian13:nonroot architecture root
  for architecture in amd64 arm64; do
    root=$(unpacked distroless $architecture netbase,tzdata,libc6,libssl3t64,libgomp1,libstdc++6)
    nodejs $architecture "$root/nodejs"
    printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >"$root/etc/passwd"
    image "$root" $name-$architecture --entrypoint /nodejs/bin/node --user 65532 --env "$path" --env SSL_CERT_FILE=$certificates
  done
  index $name
}

python() {
  local version=python3.14 suite=forky # trixie has Python 3.13
  local name=library/python:${version#python}-slim-trixie architecture root packages
  for architecture in amd64 arm64; do
    packages=$version,$version-venv # venv brings pip's wheel
    if [ $architecture = amd64 ]; then root=$(debian $version $packages)
    else root=$(unpacked $version $architecture dash,coreutils,$packages); fi
    packages=$root/usr/local/lib/$version/dist-packages
    mkdir -p "$packages" "$root/usr/local/bin"
    python3 -m zipfile -e "$root"/usr/share/python-wheels/pip-*.whl "$packages"
    rm -f "$root/usr/lib/$version/EXTERNALLY-MANAGED" # this image's Python is the application's, as upstream's is
    find "$root/usr/lib" -name '*.pyc' -delete # nor has upstream's image any
    ln -sf /usr/bin/$version "$root/usr/local/bin/python3"
    ln -sf python3 "$root/usr/local/bin/python"
    printf '#!/bin/sh\nexec python3 -m pip "$@"\n' >"$root/usr/local/bin/pip"
    chmod 755 "$root/usr/local/bin/pip"
    image "$root" "$name-$architecture" --cmd python3 --env "$path" --env PIP_CERT=$certificates --env SSL_CERT_FILE=$certificates
  done
  index "$name"
}

# What compose.yaml asks for: the same program, and the wget of its health check.
compose_prometheus() {
  mkdir -p "$work/compose/bin" "$work/compose/prometheus"
  (cd "$work" && apt-get download -qq busybox-static && dpkg-deb -x busybox-static_*.deb busybox)
  install -m755 "$work/busybox/bin/busybox" "$work/compose/bin/wget"
  chmod 1777 "$work/compose/prometheus"
  cp -r "$work/prometheus/." "$work/compose"
  image "$work/compose" "prometheus/prometheus:$1" --entrypoint /bin/prometheus --user 65534 --workdir /prometheus --env "$path"
}

for name in kube-apiserver kube-controller-manager kube-scheduler; do one $name "$name:v$K8S"; done
mkdir -p "$work/kube-proxy"
iptables_into "$work/kube-proxy"
one kube-proxy "kube-proxy:v$K8S"
one etcd "etcd:$ETCD_TAG"
one coredns "coredns/coredns:$COREDNS_TAG" /coredns
one pause "pause:$PAUSE_TAG" /pause 65535
one storage-provisioner "k8s-minikube/storage-provisioner:$PROVISIONER_TAG" /storage-provisioner
one kube-state "$KUBE_STATE" /kube-state 65534
one operator "prometheus-operator/prometheus-operator:v$PROM_OPERATOR" /bin/operator 65534
one prometheus-config-reloader "prometheus-operator/prometheus-config-reloader:v$PROM_OPERATOR" /bin/prometheus-config-reloader 65534
one prometheus "prometheus/prometheus:v${PROMETHEUS/0.3/3.}" /bin/prometheus 65534
one alertmanager "prometheus/alertmanager:v$ALERTMANAGER" /bin/alertmanager 65534
compose_prometheus compose
node
distroless
python
touch "$stamp"

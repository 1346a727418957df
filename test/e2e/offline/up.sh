#!/usr/bin/env bash
# Makes this machine ready for `minikube start` without the internet: packages, the kit, the network
# namespace, containerd, the registry that stands for the public ones, dockerd and BuildKit.
# Takes down whatever an earlier run left. Prints the environment that the suite needs.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
[ "$(id -u)" = 0 ] || { say 'the offline surroundings need root'; exit 1; }
packages containerd runc containernetworking-plugins docker.io iptables conntrack socat ethtool iproute2 procps curl jq sudo qemu-user-static >&2
"$here/build.sh" >&2
"$here/images.sh" >&2
"$here/down.sh" >&2
mkdir -p "$STATE"

# One bridge here, one veth into the namespace. The namespace has a default route, from which
# Minikube picks its address, but every public prefix is unreachable: a pull or a look-up
# that should not happen fails at once instead of leaving the machine.
network() {
  ip link add $BRIDGE type bridge
  ip addr add $GATEWAY/24 dev $BRIDGE
  ip link set $BRIDGE up
  ip netns add $NS
  ip link add $NS type veth peer name eth0 netns $NS
  ip link set $NS master $BRIDGE up
  in_namespace ip link set lo up
  in_namespace ip addr add $NODE/24 dev eth0
  in_namespace ip link set eth0 up
  in_namespace ip route add default via $GATEWAY
  for prefix in 1.0.0.0/8 2.0.0.0/7 4.0.0.0/6 8.0.0.0/5 16.0.0.0/4 32.0.0.0/3 64.0.0.0/2 128.0.0.0/1; do
    in_namespace ip route add unreachable $prefix
  done
  in_namespace ip route add 10.96.0.0/12 dev eth0 # services: a route is needed before DNAT
  in_namespace sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
  ip route replace 10.96.0.0/12 via $NODE # services and pods answer this machine too
  ip route replace 10.244.0.0/16 via $NODE
  echo "nameserver $GATEWAY" >"$STATE/resolv.conf" # nobody listens there: names of the outside fail
}

# The registry starts from the kit's images; what a run pushes goes with the run.
mirror() {
  cp -al "$KIT/registry" "$STATE/registry"
  cat >"$STATE/registry.yml" <<Y
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $STATE/registry}, delete: {enabled: true}}
http: {addr: ":${MIRROR#*:}"} # on this machine's own address too, where clients take a registry without TLS
Y
  "$here/registry.sh" start
}

# Root lacks CAP_SYS_RESOURCE in many sandboxes: no process may then lower its oom_score_adj, and
# runc dies. restrict_oom_score_adj avoids that; Minikube resets a line `restrict_oom_score_adj = …`,
# hence the spelling without spaces.
containerd_service() {
  local host
  for host in docker.io gcr.io ghcr.io public.ecr.aws quay.io registry.k8s.io; do
    mkdir -p /etc/containerd/certs.d/$host
    printf 'server = "http://%s"\n[host."http://%s"]\n  capabilities = ["pull", "resolve"]\n' $MIRROR $MIRROR >/etc/containerd/certs.d/$host/hosts.toml
  done
  containerd config default | sed \
    -e 's#restrict_oom_score_adj = .*#restrict_oom_score_adj=true#' \
    -e 's#config_path = ""#config_path = "/etc/containerd/certs.d"#' \
    -e 's#bin_dir = .*#bin_dir = "/usr/lib/cni"#' \
    -e "s#sandbox_image = .*#sandbox_image = \"registry.k8s.io/pause:$PAUSE_TAG\"#" >/etc/containerd/config.toml
  mkdir -p /opt/cni
  [ -e /opt/cni/bin ] || ln -s /usr/lib/cni /opt/cni/bin
  ln -sf "$KIT/bin/crictl" /usr/local/bin/crictl # where sudo's secure_path finds it
  install -m755 "$here/shims/containerd.init" /etc/init.d/containerd
  in_namespace service containerd start >/dev/null
}

# Minikube finds kubelet, kubeadm and kubectl in its cache and on the node, and downloads nothing.
binaries() {
  local folder
  for folder in "$MINIKUBE_HOME/.minikube/cache/linux/amd64/v$K8S" "/var/lib/minikube/binaries/v$K8S"; do
    mkdir -p "$folder"
    install -m755 "$KIT"/bin/{kubelet,kubeadm,kubectl} "$folder"
  done
}

# dockerd keeps and runs images. BuildKit builds them, in this machine's network because of package
# installs; BUILDX_BUILDER makes a plain `docker build` use it.
builder() {
  mkdir -p "$DOCKER_CONFIG/cli-plugins" "$SOCKETS"
  ln -sf "$KIT"/bin/docker-{buildx,compose} "$DOCKER_CONFIG/cli-plugins"
  printf 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n' >"$STATE/docker-containerd.toml"
  daemon docker-containerd /usr/bin/containerd --config "$STATE/docker-containerd.toml" --root "$STATE/docker-containerd" \
    --state "$SOCKETS/containerd" --address "$SOCKETS/containerd.sock"
  until_ok 20 test -S "$SOCKETS/containerd.sock"
  daemon dockerd /usr/sbin/dockerd --containerd "$SOCKETS/containerd.sock" --data-root "$STATE/docker" --exec-root "$SOCKETS/docker" \
    --pidfile "$SOCKETS/dockerd.pid" -H "$DOCKER_HOST" --iptables=false --ip6tables=false --insecure-registry "$MIRROR"
  cat >"$STATE/buildkitd.toml" <<T
[registry."docker.io"]
  mirrors = ["$MIRROR"]
[registry."gcr.io"]
  mirrors = ["$MIRROR"]
[registry."ghcr.io"]
  mirrors = ["$MIRROR"]
[registry."$MIRROR"]
  http = true
T
  daemon buildkitd "$KIT/bin/buildkitd" --config "$STATE/buildkitd.toml" --root "$KIT/buildkit" --addr "unix://$SOCKETS/buildkitd.sock" \
    --containerd-worker=false --oci-worker-net=host
  until_ok 30 docker version
  docker buildx create --name kit --driver remote --driver-opt default-load=true "unix://$SOCKETS/buildkitd.sock" >/dev/null
  until_ok 30 docker buildx inspect --bootstrap kit
}

# Programs of the other architecture run too, in containers as well: F opens the emulator now, for every namespace.
emulator() {
  [ -e $BINFMT/register ] || mount -t binfmt_misc binfmt_misc $BINFMT
  [ -e $BINFMT/$NS ] || printf '%s' ":$NS:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:/usr/bin/qemu-aarch64-static:F" >$BINFMT/register
}

# dockerd 20.10 knows no mirror but for docker.io: the images of the generated compose.yaml get their names here.
compose_images() {
  docker pull -q "$MIRROR/prometheus/prometheus:compose" >&2
  docker tag "$MIRROR/prometheus/prometheus:compose" "quay.io/prometheus/prometheus:$COMPOSE_PROMETHEUS_TAG"
}

# Our chart with the operator's custom resource definitions and the versions of this kit. Its images are its defaults, so that
# it gets the generated settings and no others.
monitoring_chart() {
  cp -r "$here/monitoring-chart" "$STATE/monitoring-chart"
  cp -r "$KIT/crds" "$STATE/monitoring-chart/crds"
  cat - "$here/monitoring-chart/values.yaml" >"$STATE/monitoring-chart/values.yaml" <<Y
images:
  operator: quay.io/prometheus-operator/prometheus-operator:v$PROM_OPERATOR
  reloader: quay.io/prometheus-operator/prometheus-config-reloader:v$PROM_OPERATOR
  prometheus: quay.io/prometheus/prometheus:v${PROMETHEUS/0.3/3.}
  alertmanager: quay.io/prometheus/alertmanager:v$ALERTMANAGER
  kubeState: ghcr.io/$KUBE_STATE
Y
}

network
mirror
containerd_service
binaries
emulator
builder
compose_images
monitoring_chart
cat <<ENV
PATH=$here/shims:$KIT/bin:$PATH
MINIKUBE_HOME=$MINIKUBE_HOME
KUBECONFIG=$KUBECONFIG
DOCKER_HOST=$DOCKER_HOST
DOCKER_CONFIG=$DOCKER_CONFIG
BUILDX_BUILDER=kit
MONITORING_CHART=$STATE/monitoring-chart
MINIKUBE_DRIVER=none
IMAGE_LOADER=ctr -n k8s.io images import -
E2E_REGISTRY=$MIRROR
E2E_NODE=/run/netns/$NS
ENV

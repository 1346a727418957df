#!/usr/bin/env bash
# Ends everything that up.sh and the suite started in the offline surroundings, and deletes what they
# made. The kit stays: programs, images, BuildKit's cache. Safe to call at any time.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
set +e
if [ -e "/run/netns/$NS" ]; then
  [ -d "$MINIKUBE_HOME" ] && "$here/shims/minikube" delete >/dev/null 2>&1
  service kubelet stop >/dev/null 2>&1
  for pod in $(crictl pods -q 2>/dev/null); do crictl rmp -f "$pod" >/dev/null; done
  service containerd stop >/dev/null
fi
halt dockerd /usr/sbin/dockerd
halt docker-containerd /usr/bin/containerd
halt buildkitd "$KIT/bin/buildkitd"
"$here/registry.sh" stop
# what Minikube and dockerd cannot delete while it is mounted
grep -oE " (/var/lib/kubelet|$STATE|$SOCKETS)[^ ]*" /proc/mounts | sort -r | xargs -r umount
[ ! -e "/run/netns/$NS" ] || ip netns delete "$NS"
ip link delete "$BRIDGE" 2>/dev/null
ip link delete "$NS" 2>/dev/null
ip link delete docker0 2>/dev/null
[ ! -e $BINFMT/$NS ] || echo -1 >$BINFMT/$NS
rm -rf "$STATE" "$SOCKETS" /var/lib/kubelet /var/log/pods /var/log/containers /var/lib/cni /tmp/hostpath-provisioner /etc/cni/net.d/1-k8s.conflist
exit 0

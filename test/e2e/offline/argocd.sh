#!/usr/bin/env bash
# Argo CD for the proof that needs it: builds it once (10 minutes) into a folder of its own, so that the kit does not grow, and pushes
# its images into the registry of the run. Prints the environment for scripts/argocd.sh.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
ARGOCD=$(sed -n 's/^ *argocd: "v\(.*\)",$/\1/p' "$here/../../../src/versions.ts")
folder=$(dirname "$KIT")/argocd-$ARGOCD
export ARGOCD
E2E_KIT=$folder "$here/build.sh" argocd >&2
packages mmdebstrap >&2
source=$(cd "$folder" && go mod download -json "github.com/argoproj/argo-cd/v3@v$ARGOCD" | sed -n 's/.*"Dir": "\(.*\)",/\1/p')
redis=$(sed -n 's#.*image: public.ecr.aws/\(docker/library/redis:.*\)#\1#p' "$source/manifests/core-install.yaml")

# unpacked NAME PACKAGES: Debian packages, of which nothing is run. Prints their folder.
unpacked() {
  local root=$folder/$1 mirror
  if [ ! -f "$root.ready" ]; then
    rm -rf "$root"
    # shellcheck disable=SC2016 # apt's own placeholder
    mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/$' || echo http://deb.debian.org/debian/)
    mmdebstrap --mode=root --variant=extract --architectures=amd64 --include="base-files,$2" trixie "$root" "$mirror" >"$folder/log/$1.log" 2>&1
    rm -rf "$root"/{var/cache/apt/archives/*.deb,var/lib/apt/lists/*,usr/share/{doc,man,locale}/*,dev/*}
    touch "$root.ready"
  fi
  echo "$root"
}

# image FOLDER NAME [crane mutate options]
image() {
  local root=$1 name=$MIRROR/$2; shift 2
  [ -f "$root.tgz" ] || tar --sort=name --mtime=@0 --numeric-owner -C "$root" -czf "$root.tgz" .
  crane append --insecure -f "$root.tgz" -t "$name" >/dev/null 2>&1
  crane mutate --insecure "$name" -t "$name" --set-platform linux/amd64 \
    --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" >/dev/null 2>&1
  say "image $name"
}

root=$(unpacked root dash,coreutils,libc-bin,ca-certificates,git,gpg,gpg-agent,tini,netbase,tzdata)
if [ ! -f "$root.tgz" ]; then
  mkdir -p "$root"/{tmp,etc/ssl/certs,etc/ssh,usr/local/bin,home/argocd,app/config/{ssh,tls,gpg/source,gpg/keys}}
  chmod 1777 "$root/tmp"
  cat /etc/ssl/certs/ca-certificates.crt >"$root/etc/ssl/certs/ca-certificates.crt"
  printf 'root:x:0:0:root:/root:/bin/sh\nargocd:x:999:999::/home/argocd:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nargocd:x:999:\n' >"$root/etc/group"
  install -m755 "$folder/bin/argocd" "$KIT/bin/helm" "$source"/{entrypoint.sh,hack/gpg-wrapper.sh,hack/git-verify-wrapper.sh} "$root/usr/local/bin/"
  for name in server repo-server cmp-server application-controller dex notifications applicationset-controller k8s-auth commit-server; do
    ln -sf argocd "$root/usr/local/bin/argocd-$name"
  done
  touch "$root/app/config/ssh/ssh_known_hosts"
  ln -sfn /app/config/ssh/ssh_known_hosts "$root/etc/ssh/ssh_known_hosts"
  chown 999:999 "$root/app/config/gpg/keys" && chmod 700 "$root/app/config/gpg/keys"
  chown 999:0 "$root/home/argocd" && chmod 775 "$root/home/argocd"
fi
image "$root" "argoproj/argocd:v$ARGOCD" --entrypoint /usr/bin/tini,-- --user 999 --workdir /home/argocd --env USER=argocd
root=$(unpacked redis redis-server)
mkdir -p "$root/data" && chmod 777 "$root/data"
image "$root" "$redis" --entrypoint redis-server --user 999 --workdir /data
echo "ARGOCD_MANIFEST=$source/manifests/core-install.yaml"

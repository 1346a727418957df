#!/bin/sh
# Usage: scripts/publish-index.sh DIGEST...
#
# Joins images that were pushed by digest, one an architecture, into one index with its first tag: sha-COMMIT on main,
# 1.2.3 on v1.2.3. The tags that move, main and 1.2, are given by move-tags.sh, once the image is signed.
# Prints tag=..., digest=... (of the index) and the digest of each architecture in it, such as amd64=...
# IMAGE, GITHUB_SHA and GITHUB_REF are those of this repository, if they are not set.
set -eu

help() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
case ${1:--} in
  -h | --help) help; exit ;;
  -*) help >&2; exit 2 ;;
esac
fail() { printf '%s\n' "publish-index: $*" >&2; exit 1; }
matches() { ! printf '%s\n' "$1" | grep -Evqx "$2"; } # every line of it

unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE # they lead git to another repository
image=${IMAGE:-ghcr.io/octo-org/express-app}
sha=${GITHUB_SHA:-$(git -C "$(dirname -- "$0")" rev-parse HEAD)}
ref=${GITHUB_REF:-$(git -C "$(dirname -- "$0")" symbolic-ref HEAD)}

# A release is another build of its commit: with a sha- tag of its own it would pull that tag from under the deployment.
case "$ref" in
  refs/heads/main) tag=sha-$sha ;;
  refs/tags/v*) tag=${ref#refs/tags/v} ;;
  *) fail "nothing is published from $ref" ;;
esac
number='(0|[1-9][0-9]*)'
matches "$tag" "sha-[0-9a-f]{40}|$number\.$number\.$number(-[0-9A-Za-z.-]+)?" ||
  fail "not a commit or a version: $ref at $sha (expected main, v1.2.3 or v1.2.3-rc.1)"
for digest do
  matches "$digest" 'sha256:[0-9a-f]{64}' || fail "not a digest: '$digest'"
  shift
  set -- "$@" "$image@$digest"
done

metadata=$(mktemp)
trap 'rm -f "$metadata"' EXIT
# The registry shows the annotations, and connects the image with its repository by its source.
docker buildx imagetools create --metadata-file "$metadata" --tag "$image:$tag" \
  --annotation "index:org.opencontainers.image.source=https://github.com/Octo-Org/express-app" \
  --annotation "index:org.opencontainers.image.title=express-app" \
  --annotation "index:org.opencontainers.image.description=Express service with metrics, probes and structured logs" \
  --annotation "index:org.opencontainers.image.licenses=MIT" \
  --annotation "index:org.opencontainers.image.revision=$sha" "$@" >&2
digest=$(jq -er '."containerimage.descriptor".digest' "$metadata")
printf 'tag=%s\ndigest=%s\n' "$tag" "$digest"

# Beside the images an index holds attestations, of the platform unknown. Not a pipe: a failure of docker must be one here.
index=$(docker buildx imagetools inspect --raw "$image@$digest")
printf '%s\n' "$index" | jq -r '.manifests[] | select(.platform.os == "linux") | .platform.architecture + "=" + .digest'

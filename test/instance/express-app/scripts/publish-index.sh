#!/bin/sh
# Joins images that were pushed by digest, one an architecture, into one index under its first tag.
set -eu

usage() {
  cat <<'TEXT'
Usage: scripts/publish-index.sh [--dry-run] DIGEST...

Makes one index of the images DIGEST... and gives it its tag:

  on main    sha-<40 digits of the commit>
  on v1.2.3  1.2.3

Prints tag=..., digest=... (of the index) and the digest of each architecture in it, such as amd64=...; with --dry-run
the command instead. The tags that move, main and 1.2, are given by move-tags.sh, once the image is signed.

Environment
  IMAGE       repository of the image (default: ghcr.io/octo-org/express-app)
  GITHUB_SHA  the commit (default: HEAD)
  GITHUB_REF  refs/heads/main or refs/tags/v1.2.3 (default: the branch checked out)
TEXT
}

fail() { printf '%s\n' "publish-index: $*" >&2; exit 1; }
matches() { ! printf '%s\n' "$1" | grep -Evqx "$2"; } # every line of it

dry_run=
case "${1-}" in
  -h | --help) usage; exit 0 ;;
  --dry-run) dry_run=1; shift ;;
  -*) usage >&2; exit 2 ;;
esac
[ "$#" -gt 0 ] || { usage >&2; exit 2; }

unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE # they lead git to another repository
image=${IMAGE:-ghcr.io/octo-org/express-app}
sha=${GITHUB_SHA:-$(git -C "$(dirname -- "$0")" rev-parse HEAD)}
ref=${GITHUB_REF:-$(git -C "$(dirname -- "$0")" symbolic-ref HEAD)}
matches "$sha" '[0-9a-f]{40}' || fail "not a full commit id: $sha"

# A release is another build of its commit: with a sha- tag of its own it would pull that tag from under the deployment.
case "$ref" in
  refs/heads/main) tag=sha-$sha ;;
  refs/tags/v*)
    tag=${ref#refs/tags/v}
    number='(0|[1-9][0-9]*)'
    matches "$tag" "$number\.$number\.$number(-[0-9A-Za-z.-]+)?" || fail "not a version: $ref (expected v1.2.3 or v1.2.3-rc.1)"
    ;;
  *) fail "nothing is published from $ref" ;;
esac

# From here on $@ is the command line, sources last.
for digest do
  matches "$digest" 'sha256:[0-9a-f]{64}' || fail "not a digest: '$digest'"
  shift
  set -- "$@" "$image@$digest"
done
# The registry shows these, and connects the image with its repository by its source.
set -- --tag "$image:$tag" \
  --annotation "index:org.opencontainers.image.source=https://github.com/Octo-Org/express-app" \
  --annotation "index:org.opencontainers.image.title=express-app" \
  --annotation "index:org.opencontainers.image.description=Express service with metrics, probes and structured logs" \
  --annotation "index:org.opencontainers.image.licenses=MIT" \
  --annotation "index:org.opencontainers.image.revision=$sha" "$@"

if [ -n "$dry_run" ]; then
  echo docker buildx imagetools create "$@"
  exit 0
fi

metadata=$(mktemp)
trap 'rm -f "$metadata"' EXIT
docker buildx imagetools create --metadata-file "$metadata" "$@" >&2
digest=$(jq -er '."containerimage.descriptor".digest' "$metadata")
printf 'tag=%s\ndigest=%s\n' "$tag" "$digest"

# Beside the images an index holds attestations, of the platform unknown. Not a pipe: a failure of docker must be one here.
index=$(docker buildx imagetools inspect --raw "$image@$digest")
printf '%s\n' "$index" | jq -r '.manifests[] | select(.platform.os == "linux") | .platform.architecture + "=" + .digest'

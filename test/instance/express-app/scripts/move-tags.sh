#!/bin/sh
# Gives a published image the tag that moves, unless a newer image has a right to it.
set -eu

usage() {
  cat <<'TEXT'
Usage: scripts/move-tags.sh [--dry-run] DIGEST

Gives the index DIGEST its second tag:

  on main    main, if the commit is the head of main
  on v1.2.3  1.2, if there is no newer 1.2.x; a pre-release gets none

So an old run that is started again does not take a tag back. Nothing is ever called latest.
Prints moved=true or moved=false; with --dry-run the command instead of running it.

Environment
  IMAGE              repository of the image (default: ghcr.io/octo-org/express-app)
  GITHUB_SHA         the commit (default: HEAD)
  GITHUB_REF         refs/heads/main or refs/tags/v1.2.3 (default: the branch checked out)
  GITHUB_REPOSITORY  where commits and tags are looked up (default: Octo-Org/express-app)
  GH_TOKEN           a token that may read it (gh reads it; or log in with gh)
TEXT
}

fail() { printf '%s\n' "move-tags: $*" >&2; exit 1; }
stay() { printf '%s\n' "move-tags: $*" >&2; echo moved=false; exit 0; }

dry_run=
case "${1-}" in
  -h | --help) usage; exit 0 ;;
  --dry-run) dry_run=1; shift ;;
  -*) usage >&2; exit 2 ;;
esac
[ "$#" -eq 1 ] || { usage >&2; exit 2; }

unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE # they lead git to another repository
digest=$1
! printf '%s\n' "$digest" | grep -Evqx 'sha256:[0-9a-f]{64}' || fail "not a digest: '$digest'"
image=${IMAGE:-ghcr.io/octo-org/express-app}
sha=${GITHUB_SHA:-$(git -C "$(dirname -- "$0")" rev-parse HEAD)}
ref=${GITHUB_REF:-$(git -C "$(dirname -- "$0")" symbolic-ref HEAD)}
repository=${GITHUB_REPOSITORY:-Octo-Org/express-app}

case "$ref" in
  refs/heads/main)
    tag=main
    head=$(gh api "repos/$repository/commits/main" --jq .sha)
    [ "$sha" = "$head" ] || stay "main stays where it is: its head is $head, this is $sha"
    ;;
  refs/tags/v*-*) stay "${ref#refs/tags/} is a pre-release" ;;
  refs/tags/v*)
    tag=${ref#refs/tags/v}
    tag=${tag%.*}
    releases=$(gh api --paginate "repos/$repository/git/matching-refs/tags/v$tag." --jq '.[].ref')
    newest=$(printf '%s\n' "$releases" | grep -Ex 'refs/tags/v[0-9]+\.[0-9]+\.[0-9]+' | sort -V | tail -n 1)
    [ "$ref" = "$newest" ] || stay "$tag stays where it is: its newest release is ${newest#refs/tags/}"
    ;;
  *) fail "nothing is published from $ref" ;;
esac

# A copy of one index is the index itself, with the same digest.
set -- docker buildx imagetools create --tag "$image:$tag" "$image@$digest"
if [ -n "$dry_run" ]; then
  echo "$@"
  exit 0
fi
"$@" >&2
echo moved=true

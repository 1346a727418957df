#!/bin/sh
# Usage: scripts/move-tags.sh DIGEST
#
# Gives the published index DIGEST the tag that moves, unless a newer image has a right to it: on main the tag main, if
# the commit is the head of main; on v1.2.3 the tag 1.2, if there is no newer 1.2.x. So an old run that is started again
# does not take a tag back. A pre-release gets none, and nothing is ever called latest. Prints moved=true or moved=false.
# IMAGE, GITHUB_SHA, GITHUB_REF and GITHUB_REPOSITORY are those of this repository, if they are not set. gh reads what is
# newest: with GH_TOKEN, or logged in.
set -eu

help() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
case "$*" in
  -h | --help) help; exit ;;
  '' | -* | *' '*) help >&2; exit 2 ;;
esac
fail() { printf '%s\n' "move-tags: $*" >&2; exit 1; }
stay() { printf '%s\n' "move-tags: $*" >&2; echo moved=false; exit 0; }

unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE # they lead git to another repository
! printf '%s\n' "$1" | grep -Evqx 'sha256:[0-9a-f]{64}' || fail "not a digest: '$1'"
image=${IMAGE:-ghcr.io/octo-org/express-app}
ref=${GITHUB_REF:-$(git -C "$(dirname -- "$0")" symbolic-ref HEAD)}
repository=${GITHUB_REPOSITORY:-Octo-Org/express-app}

case "$ref" in
  refs/heads/main)
    tag=main
    sha=${GITHUB_SHA:-$(git -C "$(dirname -- "$0")" rev-parse HEAD)}
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
docker buildx imagetools create --tag "$image:$tag" "$image@$1" >&2
echo moved=true

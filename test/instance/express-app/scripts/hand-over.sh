#!/bin/sh
# Usage: scripts/hand-over.sh [--dry-run]
#
# Tells Octo-Org/infra-k8s that there is a new image; --dry-run prints what would be sent.
# It says TAG (sha-COMMIT), DIGEST (of the index), RUN_URL (for people), IMAGE (here: ghcr.io/octo-org/express-app) and
# GITHUB_SHA (here: the commit that is checked out). gh sends it: GH_TOKEN may write contents there, or gh is logged in.
set -eu

help() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
case "$*" in
  -h | --help) help; exit ;;
  '' | --dry-run) ;;
  *) help >&2; exit 2 ;;
esac

unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE # they lead git to another repository
image=${IMAGE:-ghcr.io/octo-org/express-app}
sha=${GITHUB_SHA:-$(git -C "$(dirname -- "$0")" rev-parse HEAD)}

# Nothing but these characters gets into the JSON below: every line of a value has to match.
check() {
  ! printf '%s\n' "$2" | grep -Evqx "$3" || { echo "hand-over: $1 is not well-formed: '$2'" >&2; exit 1; }
}
check IMAGE "$image" '[a-z0-9][a-z0-9._:/-]*'
check TAG "${TAG-}" 'sha-[0-9a-f]{40}'
check DIGEST "${DIGEST-}" 'sha256:[0-9a-f]{64}'
check GITHUB_SHA "$sha" '[0-9a-f]{40}'
check RUN_URL "${RUN_URL-}" 'https://[A-Za-z0-9._:/-]+'

payload=$(printf '{"event_type":"%s","client_payload":{"image":"%s","tag":"%s","digest":"%s","sha":"%s","run_url":"%s"}}' \
  "image-published" "$image" "$TAG" "$DIGEST" "$sha" "$RUN_URL")
printf '%s\n' "$payload"
[ $# -eq 0 ] || exit 0
printf '%s\n' "$payload" | gh api --method POST "repos/Octo-Org/infra-k8s/dispatches" --input -
echo "Handed over to https://github.com/Octo-Org/infra-k8s/actions"

#!/bin/sh
# Tells the infra repository that there is a new image.
set -eu

usage() {
  cat <<'TEXT'
Usage: scripts/hand-over.sh [--dry-run]

Sends the event image-published to Octo-Org/infra-k8s, which checks it and deploys.
With --dry-run prints what would be sent.

Environment
  TAG         sha-<40 digits of the commit>
  DIGEST      digest of the index, sha256:...
  RUN_URL     the run that made it, for people
  IMAGE       repository of the image (default: ghcr.io/octo-org/express-app)
  GITHUB_SHA  the commit (default: HEAD)
  GH_TOKEN    a token that may write contents of infra-k8s (gh reads it; or log in with gh)
TEXT
}

fail() { printf '%s\n' "hand-over: $*" >&2; exit 1; }
check() { # every line of the value
  ! printf '%s\n' "$2" | grep -Evqx "$3" || fail "$1 is not well-formed: '$2'"
}

dry_run=
case ${1-} in
  -h | --help) usage; exit 0 ;;
  --dry-run) dry_run=1 ;;
  ?*) usage >&2; exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2; exit 2; }

unset GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE # they lead git to another repository
image=${IMAGE:-ghcr.io/octo-org/express-app}
sha=${GITHUB_SHA:-$(git -C "$(dirname -- "$0")" rev-parse HEAD)}
tag=${TAG-}
digest=${DIGEST-}
run_url=${RUN_URL-}

# Nothing but these characters gets into the JSON below.
check IMAGE "$image" '[a-z0-9][a-z0-9._:/-]*'
check TAG "$tag" 'sha-[0-9a-f]{40}'
check DIGEST "$digest" 'sha256:[0-9a-f]{64}'
check GITHUB_SHA "$sha" '[0-9a-f]{40}'
check RUN_URL "$run_url" 'https://[A-Za-z0-9._:/-]+'

payload=$(printf '{"event_type":"%s","client_payload":{"image":"%s","tag":"%s","digest":"%s","sha":"%s","run_url":"%s"}}' \
  "image-published" "$image" "$tag" "$digest" "$sha" "$run_url")

if [ -n "$dry_run" ]; then
  printf '%s\n' "$payload"
  exit 0
fi
printf '%s\n' "$payload" | gh api --method POST "repos/Octo-Org/infra-k8s/dispatches" --input -
echo "Handed over to https://github.com/Octo-Org/infra-k8s/actions"

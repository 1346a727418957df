#!/bin/sh
# Builds the image for this machine's platform. CI runs it on pull requests.
set -eu

usage() {
  cat <<'TEXT'
Usage: scripts/image.sh [TAG]

Builds the image for the local platform.

  TAG       name of the image (default: express-app:dev)

Environment
  VERSION   what the app calls itself (default: dev)
  REVISION  the commit it is made from (default: HEAD, or unknown outside git)
TEXT
}

case ${1-} in
  -h | --help) usage; exit 0 ;;
  -*) usage >&2; exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2; exit 2; }

# What would lead cd and git to other folders, or the build to another platform.
unset CDPATH GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE DOCKER_DEFAULT_PLATFORM
export DOCKER_BUILDKIT=1
cd -- "$(dirname -- "$0")/.."
revision=${REVISION:-$(git rev-parse HEAD 2>/dev/null || echo unknown)}

# Whatever builds it, the image is to be on this machine then.
exec docker build --load \
  --build-arg "VERSION=${VERSION:-dev}" \
  --build-arg "REVISION=$revision" \
  --label "org.opencontainers.image.created=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
  --label "org.opencontainers.image.source=https://github.com/Octo-Org/express-app" \
  --label "org.opencontainers.image.title=express-app" \
  --label "org.opencontainers.image.description=Express service with metrics, probes and structured logs" \
  --label "org.opencontainers.image.licenses=MIT" \
  --tag "${1:-express-app:dev}" \
  .

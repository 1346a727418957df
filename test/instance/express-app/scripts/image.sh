#!/bin/sh
# Usage: scripts/image.sh [TAG]
#
# Builds the image for this machine's platform and calls it TAG (here: express-app:dev). CI runs it on pull requests.
# VERSION (here: dev) and REVISION (here: the commit that is checked out) become arguments of the build.
set -eu

help() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
case "$*" in
  -h | --help) help; exit ;;
  -* | *' '*) help >&2; exit 2 ;;
esac

# What would lead cd and git to other folders, or the build to another platform.
unset CDPATH GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_NAMESPACE DOCKER_DEFAULT_PLATFORM
export DOCKER_BUILDKIT=1
cd -- "$(dirname -- "$0")/.."

# Whatever builds it, the image is to be on this machine then.
exec docker build --load \
  --build-arg "VERSION=${VERSION:-dev}" \
  --build-arg "REVISION=${REVISION:-$(git rev-parse HEAD 2>/dev/null || echo unknown)}" \
  --label "org.opencontainers.image.created=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
  --label "org.opencontainers.image.source=https://github.com/Octo-Org/express-app" \
  --label "org.opencontainers.image.title=express-app" \
  --label "org.opencontainers.image.description=Express service with metrics, probes and structured logs" \
  --label "org.opencontainers.image.licenses=MIT" \
  --tag "${1:-express-app:dev}" \
  .

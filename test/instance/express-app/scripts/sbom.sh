#!/bin/sh
# Prints the SBOM (SPDX) that the build attached to an image.
set -eu

usage() {
  cat <<'TEXT'
Usage: scripts/sbom.sh IMAGE PLATFORM

  IMAGE     name and digest of an image in a registry
  PLATFORM  for example linux/amd64
TEXT
}

case "${1-}" in
  -h | --help) usage; exit 0 ;;
esac
[ "$#" -eq 2 ] || { usage >&2; exit 2; }

# Not a pipe: a failure of docker must not become an empty SBOM.
attached=$(docker buildx imagetools inspect --format '{{ json .SBOM }}' "$1")

# buildx leaves the level of the platform out when there is only one.
printf '%s\n' "${attached:-null}" |
  jq -e --arg platform "$2" '(.[$platform] // .).SPDX // error("no SBOM for " + $platform)'

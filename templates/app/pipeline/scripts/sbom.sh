#!/bin/sh
# Usage: scripts/sbom.sh IMAGE@DIGEST PLATFORM
#
# Prints the SBOM (SPDX) that the build attached to an image in a registry, for a platform such as linux/amd64.
set -eu

help() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
case ${1-} in -h | --help) help; exit ;; esac
[ $# -eq 2 ] || { help >&2; exit 2; }

# Not a pipe: a failure of docker must not become an empty SBOM.
attached=$(docker buildx imagetools inspect --format '{{ json .SBOM }}' "$1")

# buildx leaves the level of the platform out when there is only one.
printf '%s\n' "${attached:-null}" |
  jq -e --arg platform "$2" '(.[$platform] // .).SPDX // error("no SBOM for " + $platform)'

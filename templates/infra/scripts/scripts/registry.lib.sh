# shellcheck shell=sh
# Asks the registry with Docker's own client, which compares every digest with its content and knows what docker login
# knows; sourced after lib.sh. It needs no daemon.

# What others sent is shown without anything that a terminal or a workflow log would act upon.
shown() { printf '%s' "$1" | LC_ALL=C tr -cd 'A-Za-z0-9._:/@-' | cut -c 1-120; }
refuse() {
  printf 'REFUSED: %s: %s\n' "$1" "$2" >&2
  exit 1
}

# credentials_of REGISTRY: REGISTRY_USERNAME and REGISTRY_PASSWORD as Docker writes them. They go through the environment and
# pipes, never through a command line that others could list.
credentials_of() {
  export REGISTRY_USERNAME REGISTRY_PASSWORD
  case $1 in docker.io) set -- https://index.docker.io/v1/ ;; esac
  jq -n --arg registry "$1" '{auths: {($registry): {auth: ("\(env.REGISTRY_USERNAME):\(env.REGISTRY_PASSWORD)" | @base64)}}}'
}

# inspect :TAG | @DIGEST: writes its digest and the configuration of each platform to $SCRATCH/image; 1 when it is not there.
# Without credentials a registry does not tell a private image from one that is not there: that is 1, too.
inspect() {
  host=${REGISTRY_URL:-$REGISTRY_HOST}
  host=${host#*://}
  host=${host%/}
  if [ -n "${REGISTRY_USERNAME:-}" ] && [ -n "${REGISTRY_PASSWORD:-}" ]; then
    DOCKER_AUTH_CONFIG=$(credentials_of "$host") && export DOCKER_AUTH_CONFIG
  fi
  docker buildx imagetools inspect "$host/$IMAGE_PATH$1" --format '{"digest": {{json .Manifest.Digest}}, "image": {{json .Image}}}' \
    >"$SCRATCH/image" 2>"$SCRATCH/error" && return
  problem=$({ grep -E '^(ERROR|docker): ' "$SCRATCH/error" || cat "$SCRATCH/error"; } | head -n 1 | LC_ALL=C tr -d '[:cntrl:]' | cut -c 1-400)
  case $problem in
    *': not found') return 1 ;;
    *'unexpected digest'* | *'expected size'*) refuse mismatch "the content is not what its digest says: $problem" ;;
    *': 401 '* | *': 403 '* | *'authorization failed'*)
      [ -n "${REGISTRY_USERNAME:-}" ] || return 1
      die "the registry $host refuses REGISTRY_USERNAME '$REGISTRY_USERNAME' with its REGISTRY_PASSWORD for $IMAGE_PATH" \
        "Wrong or expired, or without the right to read this image, or Docker is older than 28.3" "$problem"
      ;;
    *) die "cannot read $host/$IMAGE_PATH$1" "$problem" ;;
  esac
}

digest_in() { jq -r .digest "$SCRATCH/image"; }
label_in() {
  jq -r --arg platform "linux/$1" --arg name "org.opencontainers.image.$2" \
    '.image[$platform].config.Labels[$name] // empty' "$SCRATCH/image"
}
lower() { printf '%s' "$1" | LC_ALL=C tr '[:upper:]' '[:lower:]'; }

# check_image DIGEST: sets $revision, the commit that every platform names, or refuses what comes from elsewhere.
check_image() {
  revision=''
  for architecture in $ARCHITECTURES; do
    jq -e --arg platform "linux/$architecture" '.image | has($platform)' "$SCRATCH/image" >/dev/null ||
      refuse architecture "$IMAGE_NAME@$1 has no linux/$architecture image"
    source=$(label_in "$architecture" source)
    [ "$(lower "${source%.git}")" = "$(lower "$APP_URL")" ] ||
      refuse source "the linux/$architecture image comes from '$(shown "$source")' and not from $APP_URL"
    label=$(label_in "$architecture" revision)
    matches "$label" '[0-9a-f]{40}' || refuse revision "the linux/$architecture image does not name its commit"
    [ -z "$revision" ] || [ "$revision" = "$label" ] || refuse revision "the platforms are of different commits"
    revision=$label
  done
}

# shellcheck shell=sh disable=SC2034,SC2154
# What the registry has under a name; sourced by resolve-image.sh, never run. Refused are another image name, malformed fields, a tag
# and a digest that do not belong together, and an image without one of the platforms, its commit or the application as its source.

# What others sent is shown without anything that a terminal or a workflow log would act upon.
shown() { printf '%s' "$1" | LC_ALL=C tr -cd 'A-Za-z0-9._:/@-' | cut -c 1-120; }

# refuse REASON TEXT: with $judged set, what is wrong is the image itself, and the deploy workflow remembers that.
judged=''
refuse() {
  printf 'REFUSED: %s: %s\n' "$1" "$2" >&2
  [ -z "$judged" ] || printf 'tag=%s\ndigest=%s\nrefused=%s: %s\n' "$tag" "$judged" "$1" "$2"
  exit 1
}

# inspect :TAG | @DIGEST: writes its digest and the configuration of each platform, of which a single one comes without its name, to
# $SCRATCH/image; 1 when it is not there. Without credentials a registry does not tell a private image from one that is not there: 1, too.
inspect() {
  host=$(printf '%s' "${REGISTRY_URL:-$REGISTRY_HOST}" | sed 's|^.*://||; s|/$||')
  if [ -n "${REGISTRY_USERNAME:-}" ] && [ -n "${REGISTRY_PASSWORD:-}" ]; then
    DOCKER_AUTH_CONFIG=$(credentials_of "$host") && export DOCKER_AUTH_CONFIG
  fi
  docker buildx imagetools inspect "$host/$IMAGE_PATH$1" --format '{"digest": {{json .Manifest.Digest}}, "image": {{json .Image}}}' \
    >"$SCRATCH/answer" 2>"$SCRATCH/error" &&
    jq '.image |= if has("architecture") then {"\(.os)/\(.architecture)": .} else . end' "$SCRATCH/answer" >"$SCRATCH/image" && return
  problem=$({ grep -E '^(ERROR|docker): ' "$SCRATCH/error" || cat "$SCRATCH/error"; } | head -n 1 | LC_ALL=C tr -d '[:cntrl:]' | cut -c 1-400)
  case $problem in
    *': not found') return 1 ;;
    *'unexpected digest'* | *'expected size'*) refuse mismatch "the content is not what its digest says: $problem" ;;
    *': 401 '* | *': 403 '* | *'authorization failed'*)
      [ -n "${REGISTRY_USERNAME:-}" ] || return 1
      die "the registry $host refuses REGISTRY_USERNAME '$REGISTRY_USERNAME' with its REGISTRY_PASSWORD for $IMAGE_PATH" \
        "Wrong or expired, or without the right to read this image, or Docker is older than 28.3" "$problem" ;;
    *) die "cannot read $host/$IMAGE_PATH$1" "$problem" ;;
  esac
}

digest_in() { jq -r .digest "$SCRATCH/image"; }
label_in() { jq -r --arg on "linux/$1" --arg name "org.opencontainers.image.$2" '.image[$on].config.Labels[$name] // empty' "$SCRATCH/image"; }
lower() { printf '%s' "$1" | LC_ALL=C tr '[:upper:]' '[:lower:]'; }

# check_image DIGEST: sets $revision, the commit that every platform names, or refuses what comes from elsewhere.
check_image() {
  revision='' judged=$1
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
  judged=''
}

# answer CHANGED DEPLOY REASON
answer() {
  say "$IMAGE_NAME${tag:+:$tag}${digest:+@$digest}: $3"
  printf '%s=%s\n' image "$IMAGE_NAME" tag "$tag" digest "$digest" revision "$revision" changed "$1" deploy "$2" reason "$3"
  exit 0
}

# taken_back DIGEST: the newest commit that says something else of it than the one before: it was refused, or the record had it.
taken_back() {
  LC_ALL=C git -C "$ROOT" log -1 --format=%s -S "$1" -- "$SETTINGS" 2>"$SCRATCH/error" ||
    grep -q 'not a git repository' "$SCRATCH/error" || die "git does not say which images were refused before" "$(head -n 4 "$SCRATCH/error")"
}

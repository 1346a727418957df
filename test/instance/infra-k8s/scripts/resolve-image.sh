#!/bin/sh
# Usage: scripts/resolve-image.sh [payload | input | registry | record]
#
# Decides which image is to be deployed, as a digest. Prints key=value lines for $GITHUB_OUTPUT: image, tag, digest, revision,
# changed (another digest than the record has), deploy (whether there is anything to do), reason.
#
#   payload   the application's CI says what it published: PAYLOAD_IMAGE, PAYLOAD_TAG, PAYLOAD_DIGEST, PAYLOAD_SHA
#   input     a person asks for INPUT_TAG or INPUT_DIGEST; both empty: as registry. INPUT_AGAIN=true deploys an
#             unchanged image as well
#   registry  the tag "main"
#   record    image.yaml, deployed again; as registry while it is empty
#
# Without one of them GITHUB_EVENT_NAME chooses: repository_dispatch, workflow_dispatch, schedule, push. What the record once
# held, or refused.yaml, is not taken again by payload and registry: reverting a commit of the record is a rollback that lasts.
#
# Refused, with the reason, are: another image name, malformed fields, a tag and a digest that do not belong together, an image
# without one of the platforms, one whose label org.opencontainers.image.source is not the application's repository. What is
# wrong with an image itself is also printed: tag, digest, refused (the reason).
#
# Environment: REGISTRY_URL, another address of the registry, without TLS only on this machine; REGISTRY_USERNAME and
# REGISTRY_PASSWORD for a private image, where docker login has not been run.
. "$(dirname -- "$0")/lib.sh"

mode=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    payload | input | registry | record) mode=$1 ;;
    *) bad_option "$1" ;;
  esac
  shift
done

if [ -z "$mode" ]; then
  case ${GITHUB_EVENT_NAME:-} in
    repository_dispatch) mode=payload ;;
    workflow_dispatch) mode=input ;;
    schedule) mode=registry ;;
    push) mode=record ;;
    *) die "say where the image comes from" "See $0 --help" ;;
  esac
fi

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
  host=${REGISTRY_URL:-$REGISTRY_HOST}
  host=${host#*://}
  host=${host%/}
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
        "Wrong or expired, or without the right to read this image, or Docker is older than 28.3" "$problem"
      ;;
    *) die "cannot read $host/$IMAGE_PATH$1" "$problem" ;;
  esac
}

digest_in() { jq -r .digest "$SCRATCH/image"; }
label_in() {
  jq -r --arg platform "linux/$1" --arg name "org.opencontainers.image.$2" '.image[$platform].config.Labels[$name] // empty' "$SCRATCH/image"
}
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

tag='' digest='' again=false expected=''
case $mode in
  payload)
    [ "${PAYLOAD_IMAGE:-}" = "$IMAGE_NAME" ] ||
      refuse image "'$(shown "${PAYLOAD_IMAGE:-}")' is not $IMAGE_NAME"
    matches "${PAYLOAD_SHA:-}" '[0-9a-f]{40}' || refuse sha "'$(shown "${PAYLOAD_SHA:-}")' is not a commit"
    [ "${PAYLOAD_TAG:-}" = "sha-$PAYLOAD_SHA" ] ||
      refuse tag "'$(shown "${PAYLOAD_TAG:-}")' is not sha-$PAYLOAD_SHA"
    tag=$PAYLOAD_TAG digest=${PAYLOAD_DIGEST:-missing} expected=$PAYLOAD_SHA
    ;;
  input)
    tag=${INPUT_TAG:-} digest=${INPUT_DIGEST:-}
    ! matches "$tag" '[0-9]+\.[0-9]+' || refuse tag "'$tag' moves with each release: name one, such as $tag.0"
    [ "${INPUT_AGAIN:-}" != true ] || again=true
    ;;
  record)
    tag=$(record_field tag) digest=$(record_field digest) again=true
    ;;
esac
[ -z "$tag" ] || valid_tag "$tag" || refuse tag "'$(shown "$tag")' is not a tag that can be deployed"
[ -z "$digest" ] || valid_digest "$digest" || refuse digest "'$(shown "$digest")' is not sha256: and 64 hexadecimal digits"
asked=$tag$digest
[ -n "$asked" ] || tag=main

# answer CHANGED DEPLOY REASON
answer() {
  say "$IMAGE_NAME${tag:+:$tag}${digest:+@$digest}: $3"
  printf '%s=%s\n' image "$IMAGE_NAME" tag "$tag" digest "$digest" revision "$revision" changed "$1" deploy "$2" reason "$3"
  exit 0
}

current=$(record_field digest) revision='' changed=false
scratch
need "docker jq"

# The digest of the record stands by itself, even when its tag has gone.
if [ -n "$tag" ] && { [ "$mode" != record ] || [ -z "$digest" ]; }; then
  if ! inspect ":$tag"; then
    [ -n "$asked$current" ] || { tag='' && answer false false "no image yet, or the package is private"; }
    refuse missing "$IMAGE_NAME:$tag is not in the registry, or the package is private"
  fi
  [ "${digest:=$(digest_in)}" = "$(digest_in)" ] || refuse mismatch "$tag is $(digest_in) and not $digest"
elif ! inspect "@$digest"; then
  refuse missing "$IMAGE_NAME@$digest is not in the registry, or the package is private"
fi

case $mode in
  payload | registry)
    [ "$digest" != "$current" ] || answer false false "the record already has this image"
    # Refused, or taken back: the newest commit that says something else of this digest than the one before.
    known=$(LC_ALL=C git -C "$ROOT" log -1 --format=%s -S "$digest" -- "$SETTINGS" 2>"$SCRATCH/error") ||
      grep -q 'not a git repository' "$SCRATCH/error" || die "git does not say which images were refused before" "$(head -n 4 "$SCRATCH/error")"
    [ -z "$known" ] || answer false false "not tried again by itself, see the commit \"$known\"; by hand: gh workflow run deploy.yaml -f digest=$digest"
    ;;
esac
check_image "$digest"
[ -z "$expected" ] || [ "$revision" = "$expected" ] || refuse revision "the image was built from $revision and not from $expected"
# Whoever puts another digest into the record leaves the tag of the image before: the commit is always right.
[ "$mode" != record ] || [ -z "$tag" ] || { inspect ":$tag" && [ "$(digest_in)" = "$digest" ]; } || tag=''
# A moving tag says nothing about what runs; the commit does.
case $tag in '' | main) tag="sha-$revision" ;; esac

[ "$digest" = "$current" ] || answer true true "another image than the record has"
[ "$mode" != record ] || [ "$tag" = "$(record_field tag)" ] || changed=true
answer "$changed" "$again" "the record already has this image"

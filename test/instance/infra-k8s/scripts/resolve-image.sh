#!/bin/sh
# Usage: scripts/resolve-image.sh [payload | input | registry | record]
#
# Decides which image is to be deployed, as a digest. Prints key=value lines for $GITHUB_OUTPUT: image, tag, digest, revision,
# changed (another digest than the record has), deploy (whether there is anything to do), reason. What is wrong with an image
# itself is printed, too: tag, digest, refused (the reason). What is refused stands in registry.lib.sh.
#
#   payload   the application's CI says what it published: PAYLOAD_IMAGE, PAYLOAD_TAG, PAYLOAD_DIGEST, PAYLOAD_SHA
#   input     a person asks for INPUT_TAG or INPUT_DIGEST; both empty: as registry. INPUT_AGAIN=true: an unchanged one, too
#   registry  the tag "main"
#   record    image.yaml, deployed again; as registry while it is empty
#
# Without one of them GITHUB_EVENT_NAME chooses. What the record once held, or refused.yaml, is not taken again by payload and
# registry: reverting a commit of the record is a rollback that lasts.
#
# Environment: REGISTRY_URL, another address of the registry, without TLS only on this machine; REGISTRY_USERNAME and
# REGISTRY_PASSWORD for a private image, where docker login has not been run.
. "$(dirname -- "$0")/lib.sh"
. "$(dirname -- "$0")/registry.lib.sh"

one_at_most "$@"
case ${1:-${GITHUB_EVENT_NAME:-}} in
  -h | --help) help; exit 0 ;;
  payload | repository_dispatch) mode=payload ;;
  input | workflow_dispatch) mode=input ;;
  registry | schedule) mode=registry ;;
  record | push) mode=record ;;
  *) [ $# -eq 0 ] || bad_option "$1"
    die "say where the image comes from" "See $0 --help" ;;
esac

tag='' digest='' again=false expected=''
case $mode in
  payload)
    [ "${PAYLOAD_IMAGE:-}" = "$IMAGE_NAME" ] || refuse image "'$(shown "${PAYLOAD_IMAGE:-}")' is not $IMAGE_NAME"
    matches "${PAYLOAD_SHA:-}" '[0-9a-f]{40}' || refuse sha "'$(shown "${PAYLOAD_SHA:-}")' is not a commit"
    [ "${PAYLOAD_TAG:-}" = "sha-$PAYLOAD_SHA" ] || refuse tag "'$(shown "${PAYLOAD_TAG:-}")' is not sha-$PAYLOAD_SHA"
    tag=$PAYLOAD_TAG digest=${PAYLOAD_DIGEST:-missing} expected=$PAYLOAD_SHA ;;
  input)
    tag=${INPUT_TAG:-} digest=${INPUT_DIGEST:-}
    ! matches "$tag" '[0-9]+\.[0-9]+' || refuse tag "'$tag' moves with each release: name one, such as $tag.0"
    [ "${INPUT_AGAIN:-}" != true ] || again=true ;;
  record) tag=$(record_field tag) digest=$(record_field digest) again=true ;;
esac
[ -z "$tag" ] || valid_tag "$tag" || refuse tag "'$(shown "$tag")' is not a tag that can be deployed"
[ -z "$digest" ] || valid_digest "$digest" || refuse digest "'$(shown "$digest")' is not sha256: and 64 hexadecimal digits"
asked=$tag$digest current=$(record_field digest) revision='' changed=false
[ -n "$asked" ] || tag=main
scratch
need "docker jq"

# The digest of the record stands by itself, even when its tag has gone.
if [ -z "$tag" ] || { [ "$mode" = record ] && [ -n "$digest" ]; }; then name="@$digest"; else name=":$tag"; fi
if ! inspect "$name"; then
  [ -n "$asked$current" ] || { tag='' && answer false false "no image yet, or the package is private"; }
  refuse missing "$IMAGE_NAME$name is not in the registry, or the package is private"
fi
[ "${digest:=$(digest_in)}" = "$(digest_in)" ] || refuse mismatch "$tag is $(digest_in) and not $digest"

case $mode in
  payload | registry)
    [ "$digest" != "$current" ] || answer false false "the record already has this image"
    known=$(taken_back "$digest")
    [ -z "$known" ] || answer false false "not tried again by itself, see the commit \"$known\"; by hand: gh workflow run deploy.yaml -f digest=$digest" ;;
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

#!/bin/sh
# Decides which image is to be deployed, as a digest, or refuses it with the reason.
. "$(dirname -- "$0")/lib.sh"
. "$(dirname -- "$0")/registry.lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/resolve-image.sh [payload | input | registry | record] [--compare record | cluster]

Prints key=value lines for \$GITHUB_OUTPUT: image, tag, digest, revision, changed (another digest than the
one of the comparison), deploy (whether there is anything to do), reason.

  payload   the application's CI says what it published: PAYLOAD_IMAGE, PAYLOAD_TAG, PAYLOAD_DIGEST, PAYLOAD_SHA
  input     a person asks for INPUT_TAG or INPUT_DIGEST; both empty: as registry. INPUT_AGAIN=true deploys
            an unchanged image as well
  registry  the tag "main" of $IMAGE_NAME, unless the record says that it was refused
  record    $SETTINGS/image.yaml, deployed again; as registry while it is empty
Without one of them GITHUB_EVENT_NAME chooses: repository_dispatch, workflow_dispatch, schedule, push.

  --compare record   do nothing when the record already holds the image (mode "record" deploys it all the same)
  --compare cluster  do nothing when the Deployment in the cluster already runs the image

Refused are: another image name, malformed fields, a tag and a digest that do not belong together, an image
without one of the platforms (${ARCHITECTURES}) and one whose label org.opencontainers.image.source is not
$APP_URL

Environment:
  REGISTRY_URL                             another address of the registry, for example of a mirror; without TLS only
                                           on this machine
  REGISTRY_USERNAME and REGISTRY_PASSWORD  for a private image, where docker login has not been run
USAGE
}

mode='' compare=record
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    payload | input | registry | record) mode=$1 ;;
    --compare)
      compare=${2:?"$1 needs a value"}
      case $compare in record | cluster) ;; *) bad_option "$2" ;; esac
      shift
      ;;
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

check_tag() { valid_tag "$1" || refuse tag "'$(shown "$1")' is not a tag that can be deployed"; }
check_digest() { valid_digest "$1" || refuse digest "'$(shown "$1")' is not sha256: and 64 hexadecimal digits"; }

tag='' digest='' must_deploy=no expected=''
case $mode in
  payload)
    [ "${PAYLOAD_IMAGE:-}" = "$IMAGE_NAME" ] ||
      refuse image "'$(shown "${PAYLOAD_IMAGE:-}")' is not $IMAGE_NAME"
    matches "${PAYLOAD_SHA:-}" '[0-9a-f]{40}' || refuse sha "'$(shown "${PAYLOAD_SHA:-}")' is not a commit"
    check_digest "${PAYLOAD_DIGEST:-}"
    [ "${PAYLOAD_TAG:-}" = "sha-$PAYLOAD_SHA" ] ||
      refuse tag "'$(shown "${PAYLOAD_TAG:-}")' is not sha-$PAYLOAD_SHA"
    tag=$PAYLOAD_TAG digest=$PAYLOAD_DIGEST expected=$PAYLOAD_SHA
    ;;
  input)
    tag=${INPUT_TAG:-} digest=${INPUT_DIGEST:-}
    [ -z "$tag" ] || check_tag "$tag"
    ! matches "$tag" '[0-9]+\.[0-9]+' || refuse tag "'$tag' moves with each release: name one, such as $tag.0"
    [ -z "$digest" ] || check_digest "$digest"
    [ "${INPUT_AGAIN:-}" != true ] || must_deploy=yes
    ;;
  record)
    tag=$(record_field tag) digest=$(record_field digest)
    [ -z "$tag" ] || check_tag "$tag"
    [ -z "$digest" ] || check_digest "$digest"
    must_deploy=yes
    ;;
esac
asked=$tag$digest
[ -n "$asked" ] || tag=main

scratch
need "docker jq"

# The digest of the record stands by itself, even when its tag has gone.
if [ -n "$tag" ] && { [ "$mode" != record ] || [ -z "$digest" ]; }; then
  if ! inspect ":$tag"; then
    if [ -z "$asked" ] && [ -z "$(record_field digest)" ]; then
      say "$IMAGE_NAME:$tag is not there: not published yet, or the package is private. Nothing to deploy."
      printf 'image=%s\ntag=\ndigest=\nrevision=\nchanged=false\ndeploy=false\nreason=no image yet\n' "$IMAGE_NAME"
      exit 0
    fi
    refuse missing "$IMAGE_NAME:$tag is not in the registry, or the package is private"
  fi
  [ "${digest:=$(digest_in)}" = "$(digest_in)" ] || refuse mismatch "$tag is $(digest_in) and not $digest"
elif ! inspect "@$digest"; then
  refuse missing "$IMAGE_NAME@$digest is not in the registry, or the package is private"
fi
check_image "$digest"
[ -z "$expected" ] || [ "$revision" = "$expected" ] || refuse revision "the image was built from $revision and not from $expected"
# Whoever puts another digest into the record leaves the tag of the image before: the commit is always right.
if [ "$mode" = record ] && [ -n "$tag" ]; then
  { inspect ":$tag" && [ "$(digest_in)" = "$digest" ]; } || tag=''
fi
# A moving tag says nothing about what runs; the commit does.
case $tag in '' | main) tag="sha-$revision" ;; esac

if [ "$compare" = cluster ]; then
  use_context
  current=$(k -n "$APP_NAMESPACE" get deployment "$APP" --ignore-not-found \
    -o jsonpath='{.spec.template.spec.containers[0].image}')
  case $current in *@*) current=${current##*@} ;; *) current='' ;; esac
else
  current=$(record_field digest)
fi

changed=true deploy=true reason="another image than the $compare has"
if [ "$digest" = "$current" ]; then
  changed=false reason="the $compare already has this image"
  if [ "$must_deploy" = yes ] && [ "$compare" = record ]; then reason="$reason, deployed again"; else deploy=false; fi
fi
[ "$tag" = "$(record_field tag)" ] || [ "$mode" != record ] || changed=true
if [ "$mode" = registry ] && [ "$compare" = record ] && [ "$digest" = "$(record_field refused)" ]; then
  deploy=false changed=false reason="it was deployed before and did not prove itself; to try again, run the workflow by hand"
fi
say "$IMAGE_NAME:$tag@$digest: $reason"
printf '%s=%s\n' image "$IMAGE_NAME" tag "$tag" digest "$digest" revision "$revision" \
  changed "$changed" deploy "$deploy" reason "$reason"

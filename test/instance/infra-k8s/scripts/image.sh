#!/bin/sh
# Usage: scripts/image.sh [--no-deploy] [--yes] [-- ARGUMENTS OF docker build]
#
# Builds the application from the repository beside this one, puts the image into the cluster and deploys it. The tag is made of
# the image's content (dev-…), so that a change always rolls out, and an unchanged image does not. The record stays as it is.
# Prints the name of the image.
#
#   --no-deploy  only build and load
#   --yes        passed on to scripts/deploy.sh
#
# Environment: APP_DIR, the application repository; IMAGE_LOADER, a command that takes the image (docker save) on its standard
# input when "minikube image load" does not fit, for example with Minikube's driver none: 'sudo ctr -n k8s.io images import -'.
. "$(dirname -- "$0")/lib.sh"

deploy=yes yes=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --no-deploy) deploy=no ;;
    --yes) yes=--yes ;;
    --) shift; break ;;
    *) bad_option "$1" ;;
  esac
  shift
done

is_local || [ -n "${IMAGE_LOADER:-}" ] || die "a local image cannot be loaded into $CLUSTER" \
  "Push the application: its CI publishes the image, the deploy workflow takes it from there"
app_dir=${APP_DIR:-$ROOT/../$APP_REPOSITORY}
[ -f "$app_dir/$DOCKERFILE" ] || die "no $DOCKERFILE in $app_dir" \
  "Clone $APP_URL there, or set APP_DIR"
if [ -n "${IMAGE_LOADER:-}" ]; then need "docker kubectl"; else need "docker kubectl minikube"; fi
need_cluster
[ -n "${IMAGE_LOADER:-}" ] || local_profile || die "the image would go to the Minikube '$PROFILE', and context '$CONTEXT' is another cluster" \
  "Set IMAGE_LOADER to what loads it there, or, where it is a Minikube's profile, MINIKUBE_PROFILE instead of KUBE_CONTEXT"
docker info >/dev/null 2>&1 || die "Docker does not run" "Start Docker Desktop, or on Linux: sudo systemctl start docker"

revision=$(git -C "$app_dir" rev-parse --verify --quiet HEAD 2>/dev/null || printf 'unknown')
say "Building $app_dir"
# Attestations carry times: with them each build would be another image.
# For the machine that the cluster runs on, and left there by whatever builds it.
unset DOCKER_DEFAULT_PLATFORM
BUILDX_NO_DEFAULT_ATTESTATIONS=1 DOCKER_BUILDKIT=1 docker build --load --tag "$IMAGE_NAME:dev" \
  --build-arg VERSION=dev --build-arg "REVISION=$revision" --file "$app_dir/$DOCKERFILE" "$@" "$app_dir/$BUILD_CONTEXT" >&2
id=$(docker image inspect --format '{{.Id}}' "$IMAGE_NAME:dev")
image="$IMAGE_NAME:dev-$(printf '%.12s' "${id#sha256:}")"
docker tag "$IMAGE_NAME:dev" "$image"

say "Loading $image"
if [ -n "${IMAGE_LOADER:-}" ]; then
  scratch
  docker save --output "$SCRATCH/image.tar" "$image"
  sh -c "$IMAGE_LOADER" <"$SCRATCH/image.tar" >&2
else
  mini image load "$image" >&2 || die "Minikube did not take the image" \
    "With another container runtime on the machine itself: IMAGE_LOADER='sudo ctr -n k8s.io images import -' scripts/image.sh"
fi

[ "$deploy" = no ] || IMAGE=$image "$ROOT/scripts/deploy.sh" ${yes:+"$yes"}
printf '%s\n' "$image"

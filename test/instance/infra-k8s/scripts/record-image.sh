#!/bin/sh
# Writes the record of the deployed image, environments/<environment>/<service>/image.yaml.
. "$(dirname -- "$0")/lib.sh"

usage() {
  cat <<USAGE
Usage: scripts/record-image.sh [--refused] [--commit]

Writes IMAGE_TAG and IMAGE_DIGEST to $SETTINGS/image.yaml, once they are deployed and proven.

  --refused  remember instead that IMAGE_DIGEST did not prove itself, so that polling leaves it alone
  --commit   commit that file alone and push it; when the branch has moved meanwhile, on top of it
USAGE
}

commit=no refused=no
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --refused) refused=yes ;;
    --commit) commit=yes ;;
    *) bad_option "$1" ;;
  esac
  shift
done

valid_tag "${IMAGE_TAG:-}" || die "IMAGE_TAG is not a usable tag"
valid_digest "${IMAGE_DIGEST:-}" || die "IMAGE_DIGEST is not a digest"

# Only the two values change: comments that somebody wrote into the file stay.
write() {
  [ -f "$RECORD" ] || printf 'image:\n  tag: ""\n  digest: ""\n' >"$RECORD"
  if [ "$refused" = yes ]; then
    awk -v digest="$IMAGE_DIGEST" '!/^  refused:/ { print } /^  digest:/ { printf "  refused: \"%s\"\n", digest }' "$RECORD" >"$RECORD.new"
    mv "$RECORD.new" "$RECORD"
    return
  fi
  sed -e '/^  refused:/d' -e "s/^  tag:.*/  tag: \"$IMAGE_TAG\"/" -e "s/^  digest:.*/  digest: \"$IMAGE_DIGEST\"/" "$RECORD" >"$RECORD.new"
  mv "$RECORD.new" "$RECORD"
  if [ "$(record_field tag)" != "$IMAGE_TAG" ] || [ "$(record_field digest)" != "$IMAGE_DIGEST" ]; then
    die "$RECORD has lost its fields" "It needs these three lines:" "image:" "  tag: \"\"" "  digest: \"\""
  fi
}

write
[ "$commit" = yes ] || exit 0

need git
git() { command git -C "$ROOT" "$@"; }
branch=$(git symbolic-ref --quiet --short HEAD) || die "not on a branch"
git add -- "$RECORD"
if git diff --cached --quiet -- "$RECORD"; then
  say "The record is up to date."
  exit 0
fi
message="Record the deployed image $IMAGE_TAG"
[ "$refused" = no ] || message="Remember the refused image $IMAGE_TAG"
git commit --quiet --message "$message" -- "$RECORD"
tries=1
until git push --quiet origin "HEAD:$branch"; do
  [ "$tries" -lt 5 ] || die "the record could not be pushed" "Protected branch? Let github-actions push, or merge the change by hand"
  # Somebody pushed meanwhile. In a rebase "theirs" is this commit: the newest deployment wins.
  git pull --quiet --rebase -X theirs origin "$branch"
  tries=$((tries + 1))
done

#!/bin/sh
# Usage: scripts/record-image.sh [--refused REASON] [--commit]
#
# Writes what the gate has decided on IMAGE_TAG, IMAGE_DIGEST and IMAGE_REVISION, with the time and the run: to the record,
# environments/<environment>/<service>/image.yaml, once it is deployed and proven.
#
#   --refused REASON  to refused.yaml beside it instead: neither events nor polling try that image again
#   --commit          commit that file alone and push it; when the branch has moved meanwhile, on top of it
. "$(dirname -- "$0")/lib.sh"

commit=no refusing=no refused=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --refused) refusing=yes refused=$(printf '%s' "${2:?"$1 needs a reason"}" | tr '\n\042\134' " ''" | LC_ALL=C tr -cd '[:print:]' | cut -c 1-300) && shift ;;
    --commit) commit=yes ;;
    *) bad_option "$1" ;;
  esac
  shift
done

[ "$refusing" = yes ] && [ -z "${IMAGE_TAG:-}" ] || valid_tag "${IMAGE_TAG:-}" || die "IMAGE_TAG is not a usable tag"
valid_digest "${IMAGE_DIGEST:-}" || die "IMAGE_DIGEST is not a digest"
[ -z "${IMAGE_REVISION:-}" ] || matches "$IMAGE_REVISION" '[0-9a-f]{40}' || die "IMAGE_REVISION is not a commit"
run=${GITHUB_RUN_ID:+"$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"} time=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# Only the fields change: comments that somebody wrote into the file stay.
write_record() {
  if [ "$(record_field tag)" = "$IMAGE_TAG" ] && [ "$(record_field digest)" = "$IMAGE_DIGEST" ]; then return; fi
  [ -f "$RECORD" ] || printf 'image:\n  tag: ""\n  digest: ""\n' >"$RECORD"
  awk -v tag="$IMAGE_TAG" -v digest="$IMAGE_DIGEST" -v revision="${IMAGE_REVISION:-}" -v time="$time" -v run="$run" '
    /^  (refused|revision|time|run):/ { next }
    /^  tag:/ { $0 = "  tag: \"" tag "\"" }
    /^  digest:/ { $0 = "  digest: \"" digest "\"\n  revision: \"" revision "\"\n  time: \"" time "\"\n  run: \"" run "\"" }
    { print }' "$RECORD" >"$RECORD.new"
  mv "$RECORD.new" "$RECORD"
  if [ "$(record_field tag)" != "$IMAGE_TAG" ] || [ "$(record_field digest)" != "$IMAGE_DIGEST" ]; then
    die "$RECORD has lost its fields" "It needs these three lines:" "image:" "  tag: \"\"" "  digest: \"\""
  fi
}

# The newest first, ten at most, and each image once.
write_refusal() {
  [ -f "$file" ] || : >"$file"
  {
    printf '%s\n' "# Images that were refused, the newest first. By hand each can be tried again: gh workflow run deploy.yaml -f digest=<digest>" refused:
    printf '  - digest: "%s"\n    tag: "%s"\n    reason: "%s"\n    time: "%s"\n    run: "%s"\n' "$IMAGE_DIGEST" "${IMAGE_TAG:-}" "$refused" "$time" "$run"
    awk -v digest="$IMAGE_DIGEST" '/^  - digest:/ { keep = !index($0, digest) && ++kept < 10 } keep' "$file"
  } >"$file.new"
  mv "$file.new" "$file"
}

file=$RECORD write=write_record message="Run image ${IMAGE_TAG:-}"
if [ "$refusing" = yes ]; then file=${RECORD%/*}/refused.yaml write=write_refusal message="Refuse image ${IMAGE_TAG:-$IMAGE_DIGEST}: $refused"; fi
"$write"
[ "$commit" = yes ] || exit 0

need git
git() { command git -C "$ROOT" "$@"; }
branch=$(git symbolic-ref --quiet --short HEAD) || die "not on a branch"
git add -- "$file"
if git diff --cached --quiet -- "$file"; then say "The record is up to date." && exit 0; fi
git commit --quiet --message "$message" -- "$file"
tries=1
until git push --quiet origin "HEAD:$branch"; do
  [ "$tries" -lt 5 ] || die "the record could not be pushed" "Protected branch? Let github-actions push, or merge the change by hand"
  # Somebody pushed meanwhile. In a rebase "theirs" is this commit: the newest deployment wins.
  git pull --quiet --rebase -X theirs origin "$branch"
  tries=$((tries + 1))
done

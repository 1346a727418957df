# shellcheck shell=sh disable=SC2034
# The way of an image from one environment to the next; sourced by lib.sh, never run.

# The environment before this one; nothing for the first, which takes what the services publish.
BEFORE=''
for candidate in $ENVIRONMENTS; do
  [ "$candidate" != "$PORTFOLIO_ENVIRONMENT" ] || break
  BEFORE=$candidate
done

# proof ENVIRONMENT: the file that says what was verified there. In the first that is image.yaml. In the others image.yaml says what was
# promoted, in one commit that can be reverted, and verified.yaml beside it what has proven itself of that. An image.yaml with a time was
# written by the workflow, when that environment was the first.
proof() {
  folder=environments/$1/$APP
  if [ "$1" = "${ENVIRONMENTS%% *}" ] || { [ ! -f "$ROOT/$folder/verified.yaml" ] && grep -q '^  time:' "$ROOT/$folder/image.yaml" 2>/dev/null; }; then
    printf '%s/image.yaml' "$folder"
  else
    printf '%s/verified.yaml' "$folder"
  fi
}
PROOF=$(proof "$PORTFOLIO_ENVIRONMENT")

# field_of FILE NAME: the same of another record; for $(...) only, as in some shells the assignment stays.
field_of() { RECORD=$1 record_field "$2"; }
proven() { field_of "$ROOT/$PROOF" digest; }

infra_git() { command git -C "$ROOT" "$@"; }

# touched COMMIT: has that push changed what this service here is made of? Or nobody can tell: it is the first one, or rewrote the branch.
touched() {
  infra_git cat-file -e "$1^{commit}" 2>/dev/null || return 0
  ! infra_git diff --quiet "$1" "${GITHUB_SHA:-HEAD}" -- "helm/$APP" "$SETTINGS" monitoring scripts .github/workflows
}

# was_verified DIGEST: by the environment before, or here, earlier?
was_verified() { [ -n "$(infra_git log -1 --format=%h -S "$1" -- "$(proof "$BEFORE")" "$PROOF")" ]; }

# take_back DIGEST: where the record names it, the record of what was proven last comes back.
take_back() {
  last=$(proven) promoted="$ROOT/$SETTINGS/image.yaml"
  [ "$(field_of "$promoted" digest)" = "$1" ] || return 0
  for written in $(infra_git log --format=%H -- "$SETTINGS/image.yaml"); do
    infra_git show "$written:$SETTINGS/image.yaml" >"$promoted.new" 2>/dev/null || continue
    former=$(field_of "$promoted.new" digest)
    if [ "$former" = "$last" ] || { [ -z "$last" ] && [ "$former" != "$1" ]; }; then
      mv "$promoted.new" "$promoted"
      return 0
    fi
  done
  rm -f "$promoted.new"
}

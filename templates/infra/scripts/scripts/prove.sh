#!/bin/sh
# Usage: scripts/prove.sh [--undo] [--yes]
#
# Deploys the image and proves that it works: deploy.sh, smoke.sh (with helm test) and verify.sh, one after the other. Of the
# first that fails, what one needs to find out why is shown; on the standard output stands refused= and the reason in one line,
# unless it was the cluster that did not answer or refused access.
#
#   --undo  go back to the newest healthy release when what got ready then fails (deploy.sh takes back what does not get ready)
#   --yes   passed on to deploy.sh
. "$(dirname -- "$0")/lib.sh"

undo=no yes=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) help; exit 0 ;;
    --undo) undo=yes ;;
    --yes) yes=--yes ;;
    *) bad_option "$1" ;;
  esac
  shift
done

# prove SCRIPT ARGUMENTS: its output goes on as it comes, and the last line that says what is wrong is the reason.
prove() {
  script=$1
  shift
  step "$script"
  { "$ROOT/scripts/$script.sh" "$@" 2>&1 || echo "$?" >"$SCRATCH/failed"; } | tee "$SCRATCH/said" >&2
  [ -e "$SCRATCH/failed" ] || return 0
  failed=$(cat "$SCRATCH/failed")
  reason=$(grep -E '^(BROKEN|error): ' "$SCRATCH/said" | tail -n 1 | sed 's/^[A-Za-z]*: //')
  # Access that was refused, a script that was killed and a cluster that has gone say nothing about the image.
  if [ "$failed" != 3 ] && [ "$failed" -lt 128 ] && cluster_answers; then printf 'refused=%s: %s\n' "$script" "${reason:-it failed without a word}"; fi
  if [ "$script" != deploy ]; then
    "$ROOT/scripts/status.sh" --all >&2 || :
    [ "$undo" = no ] || "$ROOT/scripts/deploy.sh" --undo ${yes:+"$yes"} >&2
  fi
  exit 1
}

need_cluster
scratch
prove deploy ${yes:+"$yes"} ${GITHUB_RUN_ID:+--description "run $GITHUB_RUN_ID"}
prove smoke
prove verify --timeout 420

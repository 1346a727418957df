# shellcheck shell=sh disable=SC2034
# The application: which image is deployed, and how to ask what runs; sourced by lib.sh, never run.

# record_field tag|digest: a field of the record of the deployed image; empty when there is none.
record_field() {
  [ -f "$RECORD" ] || return 0
  sed -n "s/^  $1: *[\"']\{0,1\}\([^\"'# ]*\)[\"']\{0,1\} *\(#.*\)\{0,1\}$/\1/p" "$RECORD" | head -n 1
}

valid_tag() { matches "$1" '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}' && [ "$1" != latest ]; }
valid_digest() { matches "$1" 'sha256:[0-9a-f]{64}'; }

# Sets IMAGE_REPOSITORY, TAG and DIGEST of what to deploy: IMAGE, or IMAGE_TAG and IMAGE_DIGEST, or the record.
choose_image() {
  IMAGE_REPOSITORY=$IMAGE_NAME TAG='' DIGEST=''
  if [ -n "${IMAGE:-}" ]; then
    rest=$IMAGE
    case $rest in *@*) DIGEST=${rest#*@} rest=${rest%%@*} ;; esac
    case ${rest##*/} in *:*) TAG=${rest##*:} rest=${rest%:*} ;; esac
    IMAGE_REPOSITORY=$rest
  elif [ -n "${IMAGE_TAG:-}${IMAGE_DIGEST:-}" ]; then
    TAG=${IMAGE_TAG:-} DIGEST=${IMAGE_DIGEST:-}
  else
    TAG=$(record_field tag) DIGEST=$(record_field digest)
  fi
  [ -n "$TAG$DIGEST" ] || return 1
  [ -z "$TAG" ] || valid_tag "$TAG" || die "'$TAG' is not a usable image tag" "'latest' is refused: nobody could tell what runs"
  [ -z "$DIGEST" ] || valid_digest "$DIGEST" || die "'$DIGEST' is not an image digest (sha256: and 64 hexadecimal digits)"
  matches "$IMAGE_REPOSITORY" '[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+|[a-z0-9._-]+' ||
    die "'$IMAGE_REPOSITORY' is not an image name (it has to be in lower case)"
}

# confirm_tag: whoever puts another digest into the record leaves the tag of the image before, and the pods would carry it.
# A registry that does not answer is no reason to roll out what runs under this tag already.
confirm_tag() {
  [ -n "$TAG" ] && [ -n "$DIGEST" ] || return 0
  running=$(k -n "$APP_NAMESPACE" get deployment "$APP" --ignore-not-found \
    -o jsonpath='{.spec.template.spec.containers[0].image} {.metadata.labels.app\.kubernetes\.io/version}')
  if resolved=$("$ROOT/scripts/resolve-image.sh" record); then
    TAG=$(printf '%s\n' "$resolved" | sed -n 's/^tag=//p')
  elif [ "$running" != "$IMAGE_REPOSITORY@$DIGEST $TAG" ]; then
    say "The registry does not confirm that $TAG is $DIGEST: deployed by its digest alone."
    TAG=''
  fi
}

no_image() {
  die "no image to deploy: $RECORD is empty and neither IMAGE nor IMAGE_TAG nor IMAGE_DIGEST is set" \
    "From the sources on this machine:  scripts/image.sh   (builds ../$APP_REPOSITORY, loads and deploys it)" \
    "What CI published:                 IMAGE=$IMAGE_NAME:sha-COMMIT scripts/deploy.sh" \
    "Or let the deploy workflow of this repository run: it fills the record"
}

# credentials_of REGISTRY: REGISTRY_USERNAME and REGISTRY_PASSWORD as Docker writes them, never on a command line.
credentials_of() {
  export REGISTRY_USERNAME REGISTRY_PASSWORD
  case $1 in docker.io) set -- https://index.docker.io/v1/ ;; esac
  jq -n --arg registry "$1" '{auths: {($registry): {auth: ("\(env.REGISTRY_USERNAME):\(env.REGISTRY_PASSWORD)" | @base64)}}}'
}

# curl without a person's own .curlrc, and no proxy stands between this machine and itself.
http() { no_proxy="127.0.0.1,::1,localhost,${no_proxy:-${NO_PROXY:-}}" curl --disable "$@"; }

# forward_app PORT_NAME: sets URL to that port of the app, at a free port of this machine. It works on every system; the
# node's address does not (the docker driver on macOS, Windows and WSL hides it).
forward_app() {
  : >"$SCRATCH/forward"
  kubectl --context "$CONTEXT" -n "$APP_NAMESPACE" port-forward "service/$APP" ":$1" >"$SCRATCH/forward" 2>&1 &
  PIDS="$PIDS $!" tries=0
  until grep -q '^Forwarding from ' "$SCRATCH/forward"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 150 ] || ! kill -0 "$!" 2>/dev/null; then
      die "cannot forward a port to service/$APP in namespace $APP_NAMESPACE" "$(head -n 3 "$SCRATCH/forward")"
    fi
    sleep 0.2
  done
  # An address of IPv4 or, where there is none, of IPv6.
  URL=$(sed -n 's|^Forwarding from \(.*:[0-9]*\) ->.*|http://\1|p' "$SCRATCH/forward" | head -n 1)
}

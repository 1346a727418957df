# shellcheck shell=sh disable=SC2034
# Reads images through the registry's HTTP API, with curl and jq only; sourced after lib.sh.

INDEX_TYPES='application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json'
MANIFEST_TYPES='application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'

BASE='' TOKEN=''

registry_base() {
  if [ -n "${REGISTRY_URL:-}" ]; then
    printf '%s\n' "${REGISTRY_URL%/}"
    return
  fi
  case $REGISTRY_HOST in
    localhost | localhost:* | 127.0.0.1 | 127.0.0.1:*) printf 'http://%s\n' "$REGISTRY_HOST" ;;
    docker.io) printf 'https://registry-1.docker.io\n' ;;
    *) printf 'https://%s\n' "$REGISTRY_HOST" ;;
  esac
}

# quoted TEXT: as a curl configuration wants it.
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }

# fetch URL ACCEPT FILE: prints the status. Secrets reach curl on its standard input: command lines are public.
fetch() {
  {
    printf 'header = "Accept: %s"\n' "$2"
    [ -z "$TOKEN" ] || printf 'header = "Authorization: Bearer %s"\n' "$(quoted "$TOKEN")"
  } | curl --config - --silent --show-error --location --retry 3 --connect-timeout 10 --max-time 60 \
    --max-filesize 8000000 --dump-header "$SCRATCH/headers" --output "$3" --write-out '%{http_code}' "$1"
}

# A 401 names the token service; a token for reading is given to anybody for a public image.
login() {
  challenge=$(tr -d '\r' <"$SCRATCH/headers" | sed -n 's/^[Ww][Ww][Ww]-[Aa]uthenticate: *[Bb]earer *//p' | tail -n 1)
  realm=$(printf '%s\n' "$challenge" | sed -n 's/.*realm="\([^"]*\)".*/\1/p')
  service=$(printf '%s\n' "$challenge" | sed -n 's/.*service="\([^"]*\)".*/\1/p')
  case $realm in
    https://*) ;;
    http://*) case $BASE in http://*) ;; *) return 1 ;; esac ;;
    *) return 1 ;;
  esac
  {
    if [ -n "${REGISTRY_USERNAME:-}" ] && [ -n "${REGISTRY_PASSWORD:-}" ]; then
      printf 'user = "%s:%s"\n' "$(quoted "$REGISTRY_USERNAME")" "$(quoted "$REGISTRY_PASSWORD")"
    fi
  } | curl --config - --silent --show-error --fail --retry 3 --connect-timeout 10 --max-time 60 --get \
    --data-urlencode "service=$service" --data-urlencode "scope=repository:$IMAGE_PATH:pull" \
    --output "$SCRATCH/token" "$realm" || return 1
  TOKEN=$(jq -r '.token // .access_token // empty' "$SCRATCH/token")
  [ -n "$TOKEN" ]
}

# registry_get PATH ACCEPT FILE: 0 found, 1 not there (or not for us to see); anything else ends the script.
registry_get() {
  [ -n "$BASE" ] || BASE=$(registry_base)
  status=$(fetch "$BASE/v2/$IMAGE_PATH/$1" "$2" "$3") || die "cannot reach the registry at $BASE"
  if [ "$status" = 401 ] && [ -z "$TOKEN" ]; then
    login || return 1
    status=$(fetch "$BASE/v2/$IMAGE_PATH/$1" "$2" "$3") || die "cannot reach the registry at $BASE"
  fi
  case $status in
    200) return 0 ;;
    401 | 403 | 404) return 1 ;;
    *) die "the registry at $BASE answered $status for $IMAGE_PATH/$1" ;;
  esac
}

# The digest is computed here: what a registry says about itself proves nothing.
digest_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    printf 'sha256:%s\n' "$(sha256sum <"$1" | cut -d ' ' -f 1)"
  else
    printf 'sha256:%s\n' "$(shasum -a 256 <"$1" | cut -d ' ' -f 1)"
  fi
}

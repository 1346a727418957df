# shellcheck shell=sh disable=SC2034
# Reads images through the registry's HTTP API, with curl and jq only; sourced after lib.sh.

INDEX_TYPES='application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json'
MANIFEST_TYPES='application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'

BASE='' AUTHORIZATION=''

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

# fetch URL ACCEPT FILE: prints the status. Secrets reach curl on its standard input: command lines are public.
fetch() {
  printf 'header = "Accept: %s"\n%s' "$2" "$AUTHORIZATION" | http --config - --silent --show-error --location --retry 3 \
    --connect-timeout 10 --max-time 60 --max-filesize 8000000 \
    --dump-header "$SCRATCH/headers" --output "$3" --write-out '%{http_code}' "$1"
}

# authorization SCHEME CREDENTIALS: a line of curl's configuration. Base64 and tokens have nothing that means more there.
authorization() {
  matches "$2" '[A-Za-z0-9._~+/=-]+' || die "the credentials of $BASE have characters that no credentials have"
  AUTHORIZATION="header = \"Authorization: $1 $2\"
"
}

# A 401 says how to ask: with the password itself, or with a token, which for a public image anybody gets.
login() {
  AUTHORIZATION=''
  if [ -n "${REGISTRY_USERNAME:-}" ] && [ -n "${REGISTRY_PASSWORD:-}" ]; then
    authorization Basic "$(printf '%s:%s' "$REGISTRY_USERNAME" "$REGISTRY_PASSWORD" | base64 | tr -d '\n')"
  fi
  challenge=$(tr -d '\r' <"$SCRATCH/headers" | sed -n 's/^[Ww][Ww][Ww]-[Aa]uthenticate: *//p' | tail -n 1)
  case $challenge in
    [Bb]earer*) ;;
    [Bb]asic*) [ -n "$AUTHORIZATION" ]; return ;;
    *) return 1 ;;
  esac
  realm=$(printf '%s\n' "$challenge" | sed -n 's/.*realm="\([^"]*\)".*/\1/p')
  service=$(printf '%s\n' "$challenge" | sed -n 's/.*service="\([^"]*\)".*/\1/p')
  case $realm in
    https://*) ;;
    http://*) case $BASE in http://*) ;; *) return 1 ;; esac ;;
    *) return 1 ;;
  esac
  printf '%s' "$AUTHORIZATION" | http --config - --silent --show-error --fail --retry 3 --connect-timeout 10 --max-time 60 --get \
    --data-urlencode "service=$service" --data-urlencode "scope=repository:$IMAGE_PATH:pull" \
    --output "$SCRATCH/token" "$realm" 2>"$SCRATCH/token.err" || return 1
  token=$(jq -r '.token // .access_token // empty' "$SCRATCH/token")
  [ -n "$token" ] || return 1
  authorization Bearer "$token"
}

# registry_get PATH ACCEPT FILE: 0 found, 1 not there. Anything else ends the script, and so do refused credentials.
# Without credentials a registry does not tell a private image from one that is not there: that is 1, too.
registry_get() {
  [ -n "$BASE" ] || BASE=$(registry_base)
  status=$(fetch "$BASE/v2/$IMAGE_PATH/$1" "$2" "$3") || die "cannot reach the registry at $BASE"
  if [ "$status" = 401 ] && [ -z "$AUTHORIZATION" ] && login; then
    status=$(fetch "$BASE/v2/$IMAGE_PATH/$1" "$2" "$3") || die "cannot reach the registry at $BASE"
  fi
  case $status in
    200) return 0 ;;
    404) return 1 ;;
    401 | 403)
      [ -n "${REGISTRY_USERNAME:-}" ] || return 1
      die "the registry at $BASE refuses REGISTRY_USERNAME '$REGISTRY_USERNAME' with its REGISTRY_PASSWORD for $IMAGE_PATH" \
        "Wrong or expired, or without the right to read this image"
      ;;
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

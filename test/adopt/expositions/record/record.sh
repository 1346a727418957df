#!/usr/bin/env bash
# Runs each library as it is by itself, asks for the same four paths, and writes what it then says of requests into ../<library>.txt.
# Needs Python, Node, Go, Java with Maven, their registries, and nginx.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

requests() { grep -E 'http_(server_)?(request|response)' | grep -v _created; }

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet httpx \
  flask==3.1.3 prometheus-flask-exporter==0.23.2 \
  fastapi==0.165.0 prometheus-fastapi-instrumentator==8.1.0 \
  django==5.2.19 django-prometheus==2.5.0
"$work/venv/bin/python" "$here/flask_exporter.py" | requests >"$here/../prometheus-flask-exporter.txt"
"$work/venv/bin/python" "$here/fastapi_instrumentator.py" | requests >"$here/../prometheus-fastapi-instrumentator.txt"
(cd "$here" && "$work/venv/bin/python" -B django_exporter.py) | requests >"$here/../django-prometheus.txt"

npm install --prefix "$work" --no-save --no-audit --no-fund --silent express@5.3.0 express-prom-bundle@8.0.0 prom-client@15.1.3
NODE_PATH="$work/node_modules" node "$here/express-prom-bundle.cjs" | requests >"$here/../express-prom-bundle.txt"

cp -r "$here/go" "$work/go"
(cd "$work/go" && go mod tidy && go run .) | requests >"$here/../promhttp.txt"

cp -r "$here/spring" "$work/spring"
mvn -q -B -f "$work/spring/pom.xml" package -DskipTests
java -jar "$work/spring/target/recorded-1.jar" >"$work/spring.log" 2>&1 &
trap 'kill $!; rm -rf "$work"' EXIT
curl -sf --retry 60 --retry-delay 1 --retry-connrefused -o /dev/null http://127.0.0.1:18095/actuator/health
for path in items/1 items/2 fail missing; do curl -s -o /dev/null "http://127.0.0.1:18095/$path"; done
curl -s http://127.0.0.1:18095/actuator/prometheus | requests >"$here/../micrometer.txt"

GOBIN="$work" go install github.com/nginx/nginx-prometheus-exporter@v1.5.1
"${NGINX:-nginx}" -p "$work/" -c "$here/nginx.conf" &
"$work/nginx-prometheus-exporter" --nginx.scrape-uri=http://127.0.0.1:18096/stub_status --web.listen-address=127.0.0.1:18097 2>"$work/exporter.log" &
trap 'kill $(jobs -p); rm -rf "$work"' EXIT
curl -sf --retry 60 --retry-delay 1 --retry-connrefused -o /dev/null http://127.0.0.1:18097/metrics
for path in items/1 items/2 missing; do curl -s -o /dev/null "http://127.0.0.1:18096/$path"; done
mkdir -p "$here/../exporters"
curl -s http://127.0.0.1:18097/metrics | grep -E '^(# (HELP|TYPE) )?nginx_(connections|http|up)' >"$here/../exporters/nginx.txt"

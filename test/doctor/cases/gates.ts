import type { Tree } from "../support";
import type { Case } from "./case";

const CI = ".github/workflows/ci.yaml";
const ci = (steps: string): Tree => ({
  [CI]: `on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.replace(/^/gm, "      ")}\n`,
});
const script = (test: string) => `{"name": "web", "private": true, "scripts": {"test": ${JSON.stringify(test)}}}\n`;
const lock = '{"name": "web", "lockfileVersion": 3, "packages": {}}\n';
const push = "- run: docker push ghcr.io/octo/web:${{ github.sha }}";
const login = "- run: docker login ghcr.io -u octo -p ${{ github.token }}";
const scan = "- run: trivy image --exit-code 1 ghcr.io/octo/web:${{ github.sha }}";

const pushing = (steps: string, more = ""): Tree => ({
  [CI]: `${ci(steps)[CI]!.replace("contents: read", "contents: read, packages: write")}${more}`,
});

const gate = (what: string, broken: Tree, repair: Tree, lookAlike: Tree, file = CI): Case => ({
  id: "E36",
  what,
  severity: "warning",
  broken,
  file,
  repair,
  lookAlike,
});

/** Steps that look like a test and never stop anything. */
export const gates: readonly Case[] = [
  gate(
    "tests whose status tee swallows",
    ci("- run: pytest | tee report.txt"),
    ci("- run: |\n    set -o pipefail\n    pytest | tee report.txt"),
    ci("- shell: bash\n  run: pytest | tee report.txt\n- run: kubectl version | tee test.txt"),
  ),
  gate("a linter that is told to end with 0", ci("- run: flake8 . --exit-zero"), ci("- run: flake8 ."), {
    ...ci("- run: |\n    flake8 . --select=E9,F63\n    flake8 . --exit-zero --statistics"),
  }),
  gate(
    "a scanner without an exit code",
    ci("- run: trivy image ghcr.io/octo/web:1.0.0"),
    ci("- run: trivy image --exit-code 1 ghcr.io/octo/web:1.0.0"),
    ci("- run: |\n    trivy image --format sarif --output a.sarif ghcr.io/octo/web:1.0.0\n    trivy --version"),
  ),
  gate(
    "a test script that is an echo",
    { ...ci("- run: npm ci\n- run: npm test"), "package.json": script("echo 'no tests yet'"), "package-lock.json": lock },
    { "package.json": script("node --test") },
    { ...ci("- run: npm ci\n- run: npm test"), "package.json": script("echo testing && node --test"), "package-lock.json": lock },
    "package.json",
  ),
  gate("a scan behind the push of what it scans", pushing(`${login}\n${push}\n${scan}`), pushing(`${login}\n${scan}\n${push}`), {
    ...pushing(`${login}\n${push}`, `  b:\n    needs: a\n    runs-on: ubuntu-24.04\n    steps:\n      ${scan}\n`),
    "README.md": "The job `b` decides whether it is deployed.\n",
  }),
  gate(
    "a loop that waits for ever",
    ci("- run: |\n    while true; do\n      curl -fs http://localhost:8080/healthz && break\n      sleep 2\n    done"),
    ci(
      "- timeout-minutes: 5\n  run: |\n    while true; do\n      curl -fs http://localhost:8080/healthz && break\n      sleep 2\n    done",
    ),
    ci("- run: |\n    for i in $(seq 30); do\n      curl -fs http://localhost:8080/healthz && exit 0\n      sleep 2\n    done\n    exit 1"),
  ),
];

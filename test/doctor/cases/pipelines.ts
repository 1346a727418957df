import { deployment } from "../support";
import type { Case } from "./case";

const CI = ".github/workflows/ci.yaml";
const HEAD = "on: {push: {branches: [main]}}\npermissions: {contents: read, packages: write}\nconcurrency: ci\njobs:\n";
const job = (id: string, steps: string, more = "") =>
  `  ${id}:\n    runs-on: ubuntu-24.04\n${more ? `    ${more}\n` : ""}    steps:\n${steps
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n")}\n`;
const versioned = (needs: string, outputs = 'outputs: {tag: "${{ steps.version.outputs.tag }}"}') =>
  HEAD +
  job("build", "- id: version\n  run: echo tag=1 >> $GITHUB_OUTPUT", outputs) +
  job("deploy", "- run: echo ${{ needs.build.outputs.tag }}", `needs: [${needs}]`) +
  job("test", "- run: echo");
const login = '- uses: docker/login-action@v3\n  with: {registry: ghcr.io, username: x, password: "${{ secrets.GITHUB_TOKEN }}"}\n';
const push = '- uses: docker/build-push-action@v6\n  with: {push: true, tags: "ghcr.io/octo/web:${{ github.sha }}"}';
const docker = 'FROM node:24\nCOPY . .\nUSER 10001\nCMD ["node", "index.js"]\n';
const built = { Dockerfile: docker, "index.js": "" };
const script = (scripts: string) => `{"scripts": ${scripts}}`;
const deploys = (tag: string, meta = "") =>
  HEAD +
  job(
    "all",
    `${login}- id: meta\n  uses: docker/metadata-action@v5\n  with:\n    images: ghcr.io/octo/web\n${meta}- uses: docker/build-push-action@v6\n  with: {push: true, tags: "\${{ steps.meta.outputs.tags }}"}\n- run: helm upgrade --install web oci://ghcr.io/octo/charts/web --kube-context \${{ vars.CONTEXT }} --kubeconfig k --set image.tag=${tag}`,
  );
const SHA = "    tags: |\n      type=sha,format=long,prefix=\n";

const latest = deployment().replace(":1.2.3", ":latest");
const tagged = (tags: string) =>
  HEAD +
  job(
    "a",
    `${login}- uses: docker/metadata-action@v5\n  id: meta\n  with:\n    images: ghcr.io/octo/web\n    tags: |\n      ${tags.replaceAll("            ", "      ")}\n- uses: docker/build-push-action@v6\n  with: {push: true, tags: "\${{ steps.meta.outputs.tags }}"}`,
  );

export const pipelines: readonly Case[] = [
  {
    id: "E49",
    what: "an output of a job that is not awaited",
    broken: { [CI]: versioned("test") },
    file: CI,
    repair: { [CI]: versioned("build, test") },
    lookAlike: { [CI]: versioned("build").replace("outputs: {", "outputs: {other: x, ") },
  },
  {
    id: "E49",
    what: "an output that the job does not have",
    broken: { [CI]: versioned("build", 'outputs: {version: "${{ steps.version.outputs.tag }}"}') },
    file: CI,
    repair: { [CI]: versioned("build") },
  },
  {
    id: "E49",
    what: "a step without the id",
    broken: { [CI]: HEAD + job("a", "- run: echo v=1 >> $GITHUB_OUTPUT\n- run: echo ${{ steps.version.outputs.v }}") },
    file: CI,
    repair: { [CI]: HEAD + job("a", "- id: version\n  run: echo v=1 >> $GITHUB_OUTPUT\n- run: echo ${{ steps.version.outputs.v }}") },
    lookAlike: { [CI]: HEAD + job("a", "- run: echo 'write steps.version.outputs.v'") },
  },
  {
    id: "E50",
    what: "a script that package.json lacks",
    broken: { [CI]: HEAD + job("a", "- run: npm test"), "package.json": script('{"start": "node ."}') },
    file: CI,
    repair: { "package.json": script('{"test": "node --test"}') },
    lookAlike: { [CI]: HEAD + job("a", "- run: npm test --if-present\n- run: npm run lint || true"), "package.json": script("{}") },
  },
  {
    id: "E50",
    what: "the script that npm init leaves",
    broken: {
      [CI]: HEAD + job("a", "- run: npm test"),
      "package.json": script('{"test": "echo \\"Error: no test specified\\" && exit 1"}'),
    },
    file: CI,
    repair: { "package.json": script('{"test": "node --test"}') },
  },
  {
    id: "E50",
    what: "a target that the Makefile lacks",
    broken: { [CI]: HEAD + job("a", "- run: make check"), Makefile: "test:\n\ttrue\n" },
    file: CI,
    repair: { Makefile: "test check:\n\ttrue\n" },
    lookAlike: { [CI]: HEAD + job("a", "- run: make check"), Makefile: "include common.mk\ntest:\n\ttrue\n" },
  },
  {
    id: "E52",
    what: "a push from a job that never signed in",
    broken: { [CI]: HEAD + job("build", login.trimEnd()) + job("push", push), ...built },
    file: CI,
    repair: { [CI]: HEAD + job("push", login + push) },
    lookAlike: { [CI]: HEAD + job("push", push.replace("ghcr.io/octo/web", "localhost:5000/web")), ...built },
  },
  {
    id: "E53",
    what: "the commit in full, where seven digits were pushed",
    broken: { [CI]: deploys("${{ github.sha }}", "    tags: type=sha\n"), ...built },
    file: CI,
    repair: { [CI]: deploys("${{ github.sha }}", SHA) },
    lookAlike: { [CI]: deploys("${{ steps.meta.outputs.version }}", SHA), ...built },
  },
  {
    id: "E53",
    what: "latest in a manifest, of an image that metadata-action names after the branch",
    broken: { [CI]: tagged("type=ref,event=branch\n            type=sha"), ...built, "k8s/web.yaml": latest },
    file: "k8s/web.yaml",
    repair: { [CI]: tagged("type=sha\n            type=raw,value=latest,enable={{is_default_branch}}") },
    lookAlike: { [CI]: tagged("type=semver,pattern={{version}}"), ...built, "k8s/web.yaml": latest },
  },
  {
    id: "E40",
    what: "a job that only says that it deploys",
    severity: "warning",
    broken: { [CI]: HEAD + job("deploy", '- run: echo "Deploying with kubectl"') },
    file: CI,
    repair: { [CI]: HEAD + job("deploy", '- run: echo "Deploying"\n- run: ./deploy.sh'), "deploy.sh": "true\n" },
    lookAlike: { [CI]: HEAD + job("deploy", "- uses: octo/deploy@v1\n- run: echo done") },
  },
  {
    id: "E40",
    what: "an image that no manifest names",
    severity: "warning",
    broken: {
      [CI]: HEAD + job("a", login + push.replace("${{ github.sha }}", "1").replace("octo/web", "octo/shop")),
      ...built,
      "k8s/web.yaml": deployment(),
    },
    file: CI,
    repair: { [CI]: HEAD + job("a", login + push.replace("${{ github.sha }}", "1.2.3")) },
  },
  {
    id: "E43",
    what: "jobs with whatever rights there are",
    severity: "warning",
    broken: { [CI]: (HEAD + job("a", "- run: echo")).replace(/permissions.*\n/, "") },
    file: CI,
    repair: { [CI]: HEAD + job("a", "- run: echo") },
    lookAlike: { [CI]: (HEAD + job("a", "- run: echo", "permissions: {}")).replace(/^permissions.*\n/m, "") },
  },
  {
    id: "E43",
    what: "two upgrades of one release at a time",
    severity: "warning",
    broken: { [CI]: (HEAD + job("a", "- run: helm upgrade web oci://ghcr.io/octo/web --kubeconfig k")).replace(/concurrency.*\n/, "") },
    file: CI,
    repair: { [CI]: HEAD + job("a", "- run: helm upgrade web oci://ghcr.io/octo/web --kubeconfig k") },
  },
];

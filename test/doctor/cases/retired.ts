import { deployment, type Tree } from "../support";
import type { Case } from "./case";

const ingress = (name: string, annotations: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {${annotations}}}
spec:
  ingressClassName: ${name}
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
`;
const traefik = "helm repo add traefik https://traefik.github.io/charts\nhelm install traefik traefik/traefik -n traefik\n";
const rewrite = 'nginx.ingress.kubernetes.io/rewrite-target: "/"';
const CI = ".github/workflows/ci.yaml";
const compose = (command: string): Tree => ({
  [CI]: `on: push\npermissions: {contents: read}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{uses: actions/checkout@v6}, {run: ${command}}]}}\n`,
  "compose.yaml": "services: {web: {image: redis:7}}\n",
});

const weak = (what: string, broken: Tree, file: string, repair: Tree, lookAlike: Tree): Case => ({
  id: "E26",
  what,
  severity: "warning",
  broken,
  file,
  repair,
  lookAlike,
});

/** What nobody maintains any more, and what another controller reads. */
export const retired: readonly Case[] = [
  weak(
    "the class of another controller than the one installed",
    { "install.sh": traefik, "k8s/ingress.yaml": ingress("nginx", "a: b") },
    "k8s/ingress.yaml",
    { "k8s/ingress.yaml": ingress("traefik", "a: b") },
    {
      "install.sh": `${traefik}helm install nginx ingress-nginx/ingress-nginx\n`,
      "k8s/ingress.yaml": ingress("nginx", rewrite),
    },
  ),
  weak(
    "annotations that the class does not read",
    { "k8s/ingress.yaml": ingress("traefik", rewrite) },
    "k8s/ingress.yaml",
    { "k8s/ingress.yaml": ingress("nginx", rewrite) },
    {
      "k8s/ingress.yaml": ingress("internal", rewrite),
      "k8s/alb.yaml": ingress("alb", "alb.ingress.kubernetes.io/scheme: internal").replace("name: web", "name: alb"),
    },
  ),
  weak(
    "an image of a registry that is frozen",
    { "k8s/web.yaml": deployment().replace("ghcr.io/octo/web:1.2.3", "k8s.gcr.io/echoserver:1.10") },
    "k8s/web.yaml",
    { "k8s/web.yaml": deployment().replace("ghcr.io/octo/web:1.2.3", "registry.k8s.io/echoserver:1.10") },
    { "k8s/web.yaml": deployment().replace("octo/web:1.2.3", "octo/k8s.gcr.io-echo:1") },
  ),
  weak(
    "a repository of charts that was closed",
    { "install.sh": "helm repo add stable https://charts.helm.sh/stable\n" },
    "install.sh",
    { "install.sh": "helm repo add traefik https://traefik.github.io/charts\n" },
    { "CHANGELOG.md": "```sh\nhelm repo add stable https://charts.helm.sh/stable\n```\n" },
  ),
  {
    ...weak("docker-compose on a machine that lacks it", compose("docker-compose up -d"), CI, compose("docker compose up -d"), {
      [CI]: compose("docker-compose up -d")[CI]!.replace("{run: docker-compose", "{run: pip install docker-compose}, {run: docker-compose"),
      "compose.yaml": "services: {web: {image: redis:7}}\n",
    }),
    severity: "error",
  },
  weak(
    "an action that was archived",
    { [CI]: compose("make")[CI]!.replace("{run: make}", "{uses: actions/create-release@v1}") },
    CI,
    { [CI]: compose("make")[CI]! },
    { [CI]: compose("make")[CI]!.replace("{run: make}", "{uses: softprops/action-gh-release@v2}") },
  ),
];

import type { PortfolioOptions } from "../../src/portfolio/options";
import { runtimeIds } from "../../src/portfolio/runtimes";

const [, ...others] = runtimeIds;

/** Portfolios that together touch every branch of the templates, by what is special about them. */
export const matrix: Readonly<Record<string, Partial<PortfolioOptions>>> = {
  "the default": {},
  ...Object.fromEntries(others.map((runtime) => [runtime, { runtime }])),
  "flask by ingress on gke": { runtime: "flask", cluster: "gke", exposure: "ingress", ingressHost: "app.example.com" },
  "delivered by Argo CD": { delivery: "argocd" },
  "delivered by Argo CD on gke": { delivery: "argocd", cluster: "gke", exposure: "ingress", ingressHost: "app.example.com" },
  "clusterIP on eks": { cluster: "eks", alertReceiver: "webhook" },
  "clusterIP on minikube, a name with test in it": { exposure: "clusterIP", appName: "latest-news" },
  "ingress on eks": { cluster: "eks", exposure: "ingress", ingressHost: "app.example.com" },
  "ingress on minikube": { alertReceiver: "slack", exposure: "ingress", ingressHost: "app.example.com" },
  "the longest names": {
    owner: "A".repeat(39),
    appName: "a".repeat(53),
    appRepository: "r".repeat(100),
    infraRepository: "i".repeat(100),
    docsRepository: "d".repeat(100),
    appNamespace: "n".repeat(63),
    monitoringNamespace: "m".repeat(63),
    monitoringRelease: "p".repeat(53),
  },
  "a registry with port and path": { registry: "registry.example.com:5000/team/images", platforms: ["linux/arm64"] },
  "Amazon ECR on eks": { cluster: "eks", registry: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team" },
  "Artifact Registry on gke": { cluster: "gke", registry: "europe-west3-docker.pkg.dev/my-project/images" },
  "other numbers": {
    port: 9000,
    replicas: 1,
    nodePort: 32767,
    availabilityTarget: 99,
    latencyTargetMs: 1000,
    minikubeCpus: 4,
    minikubeMemoryMb: 8192,
  },
  "hostile text": {
    title: `It's "quoted" \${{ github.token }} {{ .Values.x }} <%= 1 %> \`x\` <b> ../ \\ # : é`,
    author: `O'Neil "x" \${{ secrets.X }} {{ .X }} ../`,
  },
};

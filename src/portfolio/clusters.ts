import type { PortfolioOptions } from "./options";
import { PATHS } from "./paths";

/** What differs between the kinds of clusters. The pieces of text that differ are in the templates' folder `clusters/<id>`. */
export interface Cluster {
  readonly id: NonNullable<PortfolioOptions["cluster"]>;
  /** The name as a person reads it. */
  readonly title: string;
  /** Who runs it, as a person reads it. */
  readonly provider: string;
  /** Runs on the user's own machine: one node, which the scripts start and stop. */
  readonly isLocal: boolean;
  readonly defaultExposure: "nodePort" | "clusterIP";
  /** Class of the Ingress; empty is the cluster's default. */
  readonly ingressClass: string;
  /** What serves an Ingress, as a person reads it. */
  readonly ingressController: string;
  /** What the Ingress controller must be told. */
  readonly ingressAnnotations: Readonly<Record<string, string>>;
  /** What the environment's values add for an Ingress: kinds of the provider's own, by API group. */
  readonly ingressKinds: Readonly<Record<string, readonly string[]>>;
  /** Namespace of the Ingress controller; empty where it stands outside the cluster. */
  readonly ingressNamespace: string;
  /** Labels that the service's namespace needs. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Variables of the infra repository that the deploy workflow needs to reach the cluster. */
  readonly variables: readonly string[];
  /** Storage class of Prometheus' volume; empty where the cluster has none of its own. */
  readonly storageClass: string;
  /** Whether the cluster's names are answered by a CoreDNS that can be scraped. */
  readonly hasCoreDns: boolean;
  /** Seconds in which what sends traffic here forgets a pod that ends. */
  readonly drainSeconds: number;
  /** Seconds for which what serves an Ingress keeps an idle connection to a pod. */
  readonly idleSeconds: number;
}

export const clusters: Readonly<Record<Cluster["id"], Cluster>> = {
  minikube: {
    id: "minikube",
    title: "Minikube",
    provider: "Minikube",
    isLocal: true,
    defaultExposure: "nodePort",
    ingressClass: "traefik", // Minikube's own addon is ingress-nginx, which is retired
    ingressController: "Traefik, which scripts/up.sh installs",
    ingressAnnotations: {},
    ingressKinds: {},
    ingressNamespace: "traefik",
    namespaceLabels: {},
    variables: [],
    storageClass: "standard",
    hasCoreDns: true,
    drainSeconds: 10, // kube-proxy, within the cluster
    idleSeconds: 90, // forwardingTimeouts.idleConnTimeout of Traefik
  },
  gke: {
    id: "gke",
    title: "GKE",
    provider: "Google Cloud",
    isLocal: false,
    defaultExposure: "clusterIP",
    ingressClass: "", // GKE's own controller wants it empty
    ingressController: "GKE's own controller",
    ingressAnnotations: {},
    ingressKinds: { "networking.gke.io": ["ManagedCertificate", "FrontendConfig"], "cloud.google.com": ["BackendConfig"] },
    ingressNamespace: "",
    namespaceLabels: {},
    variables: ["GCP_PROJECT_ID", "GCP_WORKLOAD_IDENTITY_PROVIDER", "GKE_LOCATION", "GKE_CLUSTER"],
    storageClass: "standard-rwo",
    hasCoreDns: false, // kube-dns or Cloud DNS
    drainSeconds: 60, // the load balancer's front ends, all over the world
    idleSeconds: 600, // fixed, for every Application Load Balancer of Google's
  },
  eks: {
    id: "eks",
    title: "EKS",
    provider: "AWS",
    isLocal: false,
    defaultExposure: "clusterIP",
    ingressClass: "alb",
    ingressController: "the AWS Load Balancer Controller, which must be installed",
    ingressAnnotations: {
      "alb.ingress.kubernetes.io/scheme": "internet-facing",
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/healthcheck-path": PATHS.ready,
    },
    ingressKinds: {},
    ingressNamespace: "",
    // A pod counts as ready only once the load balancer sends to it, so that a roll-out drops nothing.
    namespaceLabels: { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" },
    variables: ["AWS_ROLE_ARN", "AWS_REGION", "EKS_CLUSTER"],
    storageClass: "", // a new cluster has none that can be used
    hasCoreDns: true,
    drainSeconds: 30, // the deregistration of a target
    idleSeconds: 60, // idle_timeout.timeout_seconds of an ALB
  },
};

import type { DeliveryOptions } from "./delivery-options";

/** How what the gate has recorded gets into the cluster. The pieces of scripts and texts that differ are in the templates' folder `deliveries/<id>`. */
export interface Delivery {
  readonly id: NonNullable<DeliveryOptions["delivery"]>;
  /** What deploys, as a person reads it. */
  readonly title: string;
  /** The cluster fetches it: no workflow has credentials of a cluster, or a runner beside it. */
  readonly pulls: boolean;
  /** Namespace in which it is installed; empty where it runs outside the cluster. */
  readonly namespace: string;
  /** Folders of templates that only such an infra repository has. */
  readonly trees: readonly string[];
  /** The same with the tests of its alerts, of each service. */
  readonly rulesTests: readonly string[];
  /** Pages of the docs repository, which are its owner's. */
  readonly stories: readonly string[];
  /** Memory in MiB that a Minikube must have for it, beside the monitoring. */
  readonly minikubeMemoryMb: number;
}

export const deliveries: Readonly<Record<Delivery["id"], Delivery>> = {
  helm: { id: "helm", title: "Helm", pulls: false, namespace: "", trees: [], rulesTests: [], stories: [], minikubeMemoryMb: 0 },
  // Measured: 220 to 280 MiB in use, 304 MiB requested.
  argocd: {
    id: "argocd",
    title: "Argo CD",
    pulls: true,
    namespace: "argocd",
    trees: ["deliveries/argocd/infra"],
    rulesTests: ["deliveries/argocd/rules-tests"],
    stories: ["deliveries/argocd/story"],
    minikubeMemoryMb: 4096,
  },
};

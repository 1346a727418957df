/** How what is recorded gets into a cluster. */
export interface DeliveryOptions {
  /**
   * How a recorded image gets into the cluster: `helm` by the scripts and the workflow, `argocd` by Argo CD in the cluster, which follows the infra repository; the workflow then has no credentials of a cluster.
   * @default "helm"
   */
  readonly delivery?: "helm" | "argocd";
}

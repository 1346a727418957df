import { deliveries } from "./deliveries";
import { clusterKey, type Portfolio } from "./model";
import type { Problem } from "./problems";

/** What a way of delivery asks of the environments. */
export function deliveryProblems({ environments, options: { delivery, minikubeMemoryMb } }: Portfolio): Problem[] {
  const { title, pulls, minikubeMemoryMb: needed } = deliveries[delivery];
  if (!pulls) return [];
  const problem = (message: string): Problem[] => [{ option: "delivery", value: delivery, message }];
  if (new Set(environments.map(clusterKey)).size > 1) {
    return problem("follows environments of one cluster only so far, and these have several contexts; choose helm");
  }
  if (minikubeMemoryMb >= needed || !environments.some(({ cluster }) => cluster.isLocal)) return [];
  return [
    {
      option: "minikubeMemoryMb",
      value: minikubeMemoryMb,
      message: `is too little for ${title} beside the monitoring; give at least ${needed}`,
    },
  ];
}

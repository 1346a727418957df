import { containerConflicts } from "./container-conflicts";
import type { FlatOptions } from "./model";
import { BLOCKED_PORTS, LOCAL_PORTS } from "./ports";
import type { Problem } from "./problems";
import { isOtherAmazonRegistry } from "./registries";
import { optionsSchema } from "./schema";

/** Rules between the options of one service in one environment. */
export function conflicts(options: FlatOptions): Problem[] {
  return [
    ...namespaceConflicts(options),
    ...portConflicts(options),
    ...ingressConflicts(options),
    ...registryConflicts(options),
    ...containerConflicts(options),
  ];
}

/** Namespaces that every cluster has: their pod security and their content are not a portfolio's to change. */
const KUBERNETES_NAMESPACE = /^(default|kube-.*)$/;

function namespaceConflicts({ appNamespace, monitoringNamespace }: FlatOptions): Problem[] {
  const problems: Problem[] = Object.entries({ appNamespace, monitoringNamespace })
    .filter(([, value]) => KUBERNETES_NAMESPACE.test(value))
    .map(([option, value]) => ({ option, value, message: "belongs to Kubernetes itself; choose a namespace of your own" }));
  if (appNamespace !== monitoringNamespace) return problems;
  const message = "is also appNamespace; pod security is restricted there, which the monitoring stack does not meet";
  return [...problems, { option: "monitoringNamespace", value: monitoringNamespace, message }];
}

function portConflicts({ port, nodePort, exposure }: FlatOptions): Problem[] {
  const taken = Object.entries(LOCAL_PORTS).find(([, value]) => value === port);
  if (taken)
    return [
      { option: "port", value: port, message: `is not free: ${taken[0]} is forwarded to ${port} beside the service; choose another` },
    ];
  if (BLOCKED_PORTS.has(port))
    return [{ option: "port", value: port, message: "is refused by browsers and by fetch, which the health check uses; choose another" }];
  const last = optionsSchema.properties.nodePort.maximum as number;
  if (exposure === "nodePort" && nodePort > last) {
    return [
      {
        option: "nodePort",
        value: nodePort,
        message: `is above ${last}, the last node port: choose a lower one for the first environment`,
      },
    ];
  }
  if (exposure === "nodePort" && port === nodePort) return [{ option: "port", value: port, message: "is also nodePort; choose another" }];
  return [];
}

function ingressConflicts({ exposure, ingressHost }: FlatOptions): Problem[] {
  if (exposure === "ingress" && !ingressHost) {
    return [{ option: "ingressHost", message: `is required with exposure ingress: give ${optionsSchema.properties.ingressHost.allowed}` }];
  }
  return [];
}

function registryConflicts({ registry }: FlatOptions): Problem[] {
  if (!isOtherAmazonRegistry(registry.split("/")[0])) return [];
  const message =
    "is not an address of Amazon ECR that workflows log in to: give <account of 12 digits>.dkr.ecr.<region>.amazonaws.com, or another registry such as ghcr.io";
  return [{ option: "registry", value: registry, message }];
}

import { deliveries } from "./deliveries";
import { pathOf } from "./members";
import { exposureOf, namespaceOf, type Portfolio } from "./model";
import type { Problem } from "./problems";

/** Where the scripts install something of its own: a service or the monitoring there would be mistaken for it, and go with it. */
export function* takenNamespaces({ services, environments, options }: Portfolio): Iterable<Problem> {
  const delivery = deliveries[options.delivery];
  for (const [environmentPlace, environment] of environments.entries()) {
    const { ingressNamespace, ingressController } = environment.cluster;
    const taken = new Map([[delivery.namespace, `${delivery.title}, which scripts/argocd.sh installs`]]);
    if (services.some((service) => exposureOf(service, environment) === "ingress")) taken.set(ingressNamespace, ingressController);
    const asked = services.map((service, place) => ({
      option: pathOf("appNamespace", options, { services: place, environments: environmentPlace }),
      value: namespaceOf(service, environment),
    }));
    for (const { option, value } of [...asked, { option: "monitoringNamespace", value: options.monitoringNamespace }]) {
      const owner = taken.get(value);
      if (owner) yield { option, value, message: `is the namespace of ${owner}; choose another` };
    }
  }
}

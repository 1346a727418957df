import fc from "fast-check";
import type { EnvironmentOptions } from "../../src/portfolio/environment-options";
import type { ServiceOptions } from "../../src/portfolio/service-options";

// Few words, so that names meet often.
const word = fc.constantFrom("a", "b", "shop", "shop-api", "staging", "web-staging", "web", "infra-k8s", "monitoring");
export const anyService: fc.Arbitrary<ServiceOptions> = fc.record(
  {
    name: word,
    runtime: fc.constantFrom("express" as const, "flask" as const),
    repository: word,
    port: fc.constantFrom(8080, 9000),
    exposure: fc.constantFrom("nodePort" as const, "clusterIP" as const, "ingress" as const),
    nodePort: fc.constantFrom(30005, 30006, 30105, 32700),
    calls: fc.uniqueArray(word, { maxLength: 2 }),
  },
  { requiredKeys: ["name"] },
);
export const anyEnvironment: fc.Arbitrary<EnvironmentOptions> = fc.record(
  {
    name: word,
    cluster: fc.constantFrom("minikube" as const, "gke" as const, "eks" as const),
    context: fc.constantFrom("one", "two"),
    namespace: fc.oneof(word, fc.constant("<service>")),
    replicas: fc.integer({ min: 1, max: 4 }),
    host: fc.constantFrom("a.example.com", "web.a.example.com", "b.example.com"),
  },
  { requiredKeys: ["name"] },
);
/** Options of one to five services in one to three environments: many of them are refused, since names meet. */
export const anySeveral = fc.record(
  {
    owner: fc.constant("ada"),
    services: fc.array(anyService, { minLength: 1, maxLength: 5 }),
    environments: fc.array(anyEnvironment, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ["owner", "services"] },
);

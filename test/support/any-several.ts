import fc from "fast-check";
import type { EnvironmentOptions } from "../../src/portfolio/environment-options";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { PortfolioError } from "../../src/portfolio/problems";
import { runtimeIds } from "../../src/portfolio/runtimes";
import type { ServiceOptions } from "../../src/portfolio/service-options";

// Few words, so that names meet often.
const word = fc.constantFrom("a", "b", "shop", "shop-api", "staging", "web-staging", "web", "infra-k8s", "monitoring");
const ofAnyRuntime = {
  name: word,
  repository: word,
  port: fc.constantFrom(8080, 9000),
  exposure: fc.constantFrom("nodePort" as const, "clusterIP" as const, "ingress" as const),
  nodePort: fc.constantFrom(30005, 30006, 30105, 32700),
  calls: fc.uniqueArray(word, { maxLength: 2 }),
};
const anyOurs: fc.Arbitrary<ServiceOptions> = fc.record(
  { ...ofAnyRuntime, runtime: fc.constantFrom(...runtimeIds) },
  { requiredKeys: ["name"] },
);
/** An app of a person's own. */
export const anyBrought: fc.Arbitrary<ServiceOptions> = fc.record(
  {
    ...ofAnyRuntime,
    runtime: fc.constant("container" as const),
    healthPath: fc.constantFrom("/healthz", "/health", "/"),
    readyPath: fc.constantFrom("/readyz", "/ready"),
    managementPort: fc.constantFrom(8081, 9000),
    metrics: fc.constantFrom<NonNullable<ServiceOptions["metrics"]>>(
      "promhttp",
      "express-prom-bundle",
      "django-prometheus",
      "micrometer",
      "nginx",
      "none",
      {
        histogram: "took_milliseconds",
        status: "code",
        unit: "milliseconds",
      } as const,
    ),
    runAsUser: fc.constant(10001),
    setup: fc.constantFrom("node", "python", "go", "java"),
    testCommand: fc.constant("make test"),
  },
  { requiredKeys: ["name", "runtime", "healthPath"] },
);
/** One that answers no requests: without a port, or with one for its metrics or its health. */
export const anyWorker: fc.Arbitrary<ServiceOptions> = fc
  .record(
    {
      name: word,
      repository: word,
      runtime: fc.constant("container" as const),
      worker: fc.constant(true),
      calls: fc.uniqueArray(word, { maxLength: 2 }),
      runAsUser: fc.constant(10001),
      setup: fc.constantFrom("node", "python", "go", "java"),
    },
    { requiredKeys: ["name", "runtime", "worker"] },
  )
  .chain((worker) =>
    fc
      .constantFrom(
        {},
        { managementPort: 9000, metricsPath: "/metrics" },
        { managementPort: 9001, healthPath: "/livez", readyPath: "/readyz" },
      )
      .map((asked) => ({ ...worker, ...asked })),
  );
export const anyService: fc.Arbitrary<ServiceOptions> = fc.oneof(anyOurs, anyBrought, anyWorker);
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
const anyLists: fc.Arbitrary<PortfolioOptions> = fc.record(
  {
    owner: fc.constant("ada"),
    services: fc.array(anyService, { minLength: 1, maxLength: 5 }),
    environments: fc.array(anyEnvironment, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ["owner", "services"] },
);

/** Options of one to five services in one to three environments: many of them are refused, since names meet. */
export const anySeveral = fc.tuple(anyLists, fc.nat(9)).map(([options, chance]) => (chance === 0 ? options : withKnownCalls(options)));

/** The same, where names meet seldom. */
export const anyRoomy = anySeveral.map(({ services = [], environments, ...options }): PortfolioOptions => {
  const once = <Item extends { name: string }>(items: readonly Item[]) => [...new Map(items.map((item) => [item.name, item])).values()];
  const free = once(services).map(({ repository: _, nodePort: __, exposure, ...service }, place) => ({
    ...service,
    ...(exposure !== "ingress" && { exposure }),
    // Half of those that can share a repository do.
    ...(service.runtime === "container" && (place + services.length) % 2 === 0 && inMonorepo(service.name)),
  }));
  const apart = environments && once(environments).map(({ namespace: _, host: __, ...environment }) => environment);
  return withKnownCalls({ ...options, services: free, ...(apart && { environments: apart }) });
});

/** Where a service lies that shares its repository. */
const inMonorepo = (name: string) => ({
  repository: "monorepo",
  dockerfile: `services/${name}/Dockerfile`,
  buildContext: `services/${name}`,
});

/** Those of them that are accepted: what the product refuses for a reason is no case of what it writes. */
export const anyAccepted = anyRoomy.filter((options) => {
  try {
    return resolvePortfolio(options).services.length > 0;
  } catch (error) {
    if (error instanceof PortfolioError) return false;
    throw error;
  }
});

/** Calls of what there is and answers: for any other nearly every portfolio would be refused. */
function withKnownCalls({ services = [], ...options }: PortfolioOptions): PortfolioOptions {
  const names = services.filter(({ worker }) => !worker).map(({ name }) => name);
  const known = ({ name, calls = [] }: ServiceOptions) => calls.filter((called) => called !== name && names.includes(called));
  return { ...options, services: services.map((service) => ({ ...service, calls: known(service) })) };
}

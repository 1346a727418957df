import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { warningsOf } from "../../src/portfolio/warnings";

const warnings = (options: object) => warningsOf(resolvePortfolio({ owner: "ada", ...options }));
const container = { runtime: "container", healthPath: "/healthz", exposure: "ingress", ingressHost: "shop.example.com" };

test.each([
  [{ cluster: "gke", exposure: "nodePort" }, [/^exposure nodePort on GKE: /]],
  [{ cluster: "eks", exposure: "nodePort" }, [/^exposure nodePort on EKS: /]],
  [{ replicas: 1, availabilityTarget: 99.99 }, [/^replicas 1 with an availabilityTarget of 99.99: .* 4 minutes in 30 days/]],
  [{ ...container, metrics: "promhttp" }, [/^metricsPath \/metrics is on port 8080, which exposure ingress opens to users: /]],
  [{ ...container, metrics: "nginx" }, [/^statusPath \/stub_status is on port 8080, which exposure ingress opens to users: .*deny all/]],
  [{ runtime: "container", worker: true, latencyTargetMs: 100 }, [/^latencyTargetMs 100 has no effect/]],
  [{ ...container, exposure: "clusterIP", ingressHost: undefined, latencyTargetMs: 100 }, [/^latencyTargetMs 100 has no effect/]],
  [
    { cluster: "gke", registry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com" },
    [/^registry 1234\S+ on GKE: its nodes have no identity at AWS, /],
  ],
  [
    { cluster: "gke", minikubeCpus: 4, nodePort: 30007 },
    [/^nodePort 30007 has no effect with exposure clusterIP$/, /^minikubeCpus 4 has no effect/],
  ],
])("%j is warned of", (options, expected) => {
  expect(warnings(options)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});

const inTwo = { nodePort: 30007, environments: [{ name: "prod", cluster: "gke" }, { name: "local" }] };

const atHome = [
  { cluster: "eks", registry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com" },
  { cluster: "gke", registry: "europe-docker.pkg.dev/project/images" },
  { registry: "europe-docker.pkg.dev/project/images" },
];

const notPublic = [
  { ...container, metrics: "promhttp", managementPort: 9000 },
  { ...container, metrics: "none" },
  { runtime: "container", healthPath: "/healthz", metrics: "promhttp", exposure: "clusterIP" },
  { exposure: "ingress", ingressHost: "shop.example.com" }, // an app of ours takes its metrics off that port
];

test.each([
  {},
  { cluster: "gke" },
  { replicas: 1, availabilityTarget: 99 },
  { nodePort: 30007, minikubeCpus: 4 },
  inTwo,
  ...atHome,
  ...notPublic,
])("%j is not", (options) => {
  expect(warnings(options)).toEqual([]);
});

test("a node port that no environment uses is warned of with every exposure that there is", () => {
  const environments = [
    { name: "blue", cluster: "gke" },
    { name: "green", cluster: "eks" },
  ];
  expect(warnings({ nodePort: 30007, environments })).toEqual(["nodePort 30007 has no effect with exposure clusterIP"]);
});

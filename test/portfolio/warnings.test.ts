import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { warningsOf } from "../../src/portfolio/warnings";

const warnings = (options: object) => warningsOf(resolvePortfolio({ owner: "ada", ...options }));

test.each([
  [{ cluster: "gke", exposure: "nodePort" }, [/^exposure nodePort on GKE: /]],
  [{ cluster: "eks", exposure: "nodePort" }, [/^exposure nodePort on EKS: /]],
  [{ replicas: 1, availabilityTarget: 99.99 }, [/^replicas 1 with an availabilityTarget of 99.99: .* 4 minutes in 30 days/]],
  [
    { cluster: "gke", minikubeCpus: 4, nodePort: 30007 },
    [/^nodePort 30007 has no effect with exposure clusterIP$/, /^minikubeCpus 4 has no effect/],
  ],
])("%j is warned of", (options, expected) => {
  expect(warnings(options)).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
});

test.each([{}, { cluster: "gke" }, { replicas: 1, availabilityTarget: 99 }, { nodePort: 30007, minikubeCpus: 4 }])(
  "%j is not",
  (options) => {
    expect(warnings(options)).toEqual([]);
  },
);

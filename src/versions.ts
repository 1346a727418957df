/** Versions of the tools and charts that generated repositories use. */
export const versions = {
  helm: "v4.2.4",
  kubectl: "v1.34.4",
  kubePrometheusStack: "88.5.3",
  minikube: "v1.38.1",
  node: "24",
  python: "3.13",
} as const;

/** The libraries that `.projenrc.ts` of a generated repository needs, in the versions that this package is tested with. */
export const libraries = { projen: "0.103.25", constructs: "10.8.1", jiti: "2.7.0" } as const;

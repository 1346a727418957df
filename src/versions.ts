/** Versions of the tools, images and charts that generated repositories use. Actions are in actions.ts. */
export const versions = {
  actionlint: "1.7.12",
  /** With `retry.refresh`; 3.2.12 does not compile from its module. */
  argocd: "v3.2.11",
  /** BuildKit and the generator of SBOMs run where images are pushed: by digest. Dependabot does not see them. */
  buildkit: "moby/buildkit:v0.33.0@sha256:6c2fa84a6b61ccd72899dde4239f8d5717f05f9a8ca6f3cad185fb1a95a94de3",
  buildx: "v0.36.1",
  /** Commit of datreeio/CRDs-catalog. */
  crdSchemas: "7b1e26ef9deea49293714d204c1a2270aab1178f",
  cspell: "9.8.0",
  grafana: "13.2.0",
  helm: "v4.2.4",
  helmUnittest: "v1.0.3",
  /** Where an app of a person's own says no other. */
  java: "25",
  kubeconform: "v0.7.0",
  kubePrometheusStack: "88.5.3",
  /** Kubernetes whose schemas the chart is checked against. */
  kubernetes: "1.34.0",
  /** Commit of yannh/kubernetes-json-schema. */
  kubernetesSchemas: "1360e239a56dcf2e5c7f99e61ccbaca1ea07036a",
  mermaid: "11.12.0",
  mermaidCli: "11.17.0",
  nginxExporter: "1.5.1",
  node: "24",
  playwright: "1.57.0",
  /** The one in kube-prometheus-stack of that version. */
  prometheus: "v3.14.0",
  python: "3.14",
  /** Chart of the Ingress controller for a cluster of one's own. */
  traefikChart: "41.3.0",
  sbomScanner: "docker/buildkit-syft-scanner:stable-1@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9",
  vitepress: "1.6.4",
} as const;

/** golangci-lint, by the version that its configuration says it is for. */
export const golangciLint = { first: "v1.64.8", second: "v2.15.0" } as const;

/** The libraries that `.projenrc.ts` of a generated repository needs, in the versions that this package is tested with. */
export const libraries = { projen: "0.103.25", constructs: "10.8.1", jiti: "2.7.0" } as const;

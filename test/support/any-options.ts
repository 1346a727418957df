import fc from "fast-check";
import type { PortfolioOptions } from "../../src/portfolio/options";
import { isPlainText } from "../../src/portfolio/plain-text";
import { runtimeIds } from "../../src/portfolio/runtimes";

const label = (length: number) => fc.stringMatching(new RegExp(`^[a-z](?:[-a-z0-9]{0,${length - 2}}[a-z0-9])?$`)).filter(isPlainText);
const repository = (prefix: string) => fc.stringMatching(/^(?:[A-Za-z0-9.-]|_{1,2}[A-Za-z0-9]){1,20}$/).map((name) => `${prefix}${name}x`);
const line = fc
  .string({
    minLength: 1,
    maxLength: 40,
    unit: fc.constantFrom(..."ab Z09'\"`$\\{}<>%#:&|*?!@-é\u{1f600}".match(/./gu)!, "${{ ", "{{ .x }}", "<%= ", "../"),
  })
  .map((text) => `a${text.slice(0, 70)}b`);

/** Any options that are accepted: names of every legal shape, text of every hostile one. */
export const anyOptions: fc.Arbitrary<PortfolioOptions> = fc
  .record(
    {
      owner: fc.stringMatching(/^[A-Za-z0-9](?:[-_]?[A-Za-z0-9]){0,18}$/),
      runtime: fc.constantFrom(...runtimeIds),
      // Among them names that hold words which stand in paths of templates.
      appName: fc.oneof(label(53), fc.constantFrom("test-app", "latest-news", "contest", "rules-chart")),
      registry: fc.constantFrom("ghcr.io", "docker.io", "r.example.com:5000", "europe-docker.pkg.dev/project/images"),
      appRepository: repository("a"),
      infraRepository: repository("i"),
      docsRepository: repository("d"),
      port: fc.integer({ min: 10081, max: 29999 }),
      replicas: fc.integer({ min: 1, max: 50 }),
      appNamespace: label(63).map((name) => `a${name}`.slice(0, 63).replace(/-$/, "a")),
      monitoringNamespace: label(63).map((name) => `m${name}`.slice(0, 63).replace(/-$/, "a")),
      monitoringRelease: label(53),
      cluster: fc.constantFrom("minikube" as const, "gke" as const, "eks" as const),
      nodePort: fc.integer({ min: 30000, max: 32767 }),
      platforms: fc.subarray(["linux/amd64" as const, "linux/arm64" as const], { minLength: 1 }),
      availabilityTarget: fc.integer({ min: 9500, max: 9999 }).map((value) => value / 100),
      latencyTargetMs: fc.integer({ min: 5, max: 10000 }),
      minikubeCpus: fc.integer({ min: 2, max: 64 }),
      minikubeMemoryMb: fc.integer({ min: 3072, max: 65536 }),
      title: line,
      author: line,
    },
    { requiredKeys: ["owner", "appRepository", "appNamespace"] },
  )
  .chain((options) =>
    fc.constantFrom("nodePort" as const, "clusterIP" as const, "ingress" as const).map((exposure) => ({
      ...options,
      exposure,
      ...(exposure === "ingress" ? { ingressHost: "app.example.com" } : {}),
    })),
  );

import type { ContainerOptions } from "./container-options";

/** A program that runs beside a service which has no metrics itself, and tells Prometheus what the service says of itself. */
export interface Exporter {
  readonly title: string;
  /** Without its tag. */
  readonly image: string;
  /** Where it answers Prometheus. */
  readonly port: number;
  readonly path: string;
  /** What it reads, at the port of the service. */
  readonly statusPath: string;
  /** The option by which it is told the address of that. */
  readonly flag: string;
}

/** nginx counts connections and requests, but neither what it answered nor how long that took: no histogram follows from it. */
export function exporterOf({ metrics, statusPath = "/stub_status" }: ContainerOptions): Exporter | undefined {
  if (metrics !== "nginx") return undefined;
  return {
    title: "NGINX Prometheus Exporter",
    image: "docker.io/nginx/nginx-prometheus-exporter",
    port: 9113,
    path: "/metrics",
    statusPath,
    flag: "--nginx.scrape-uri",
  };
}

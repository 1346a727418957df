import type { Cluster } from "./clusters";

/** What a cluster that holds a portfolio costs, as its owner is asked in an interview. */
export interface Cost {
  readonly title: string;
  /** A month, in US dollars. */
  readonly total: string;
  readonly parts: string;
  /** How the spending ends, in Markdown. */
  readonly down: string;
}

/** Where to look the prices up: the providers' own lists, on demand. The date is that of the estimate. */
export const pricesOf = {
  date: "March 2026",
  gke: "https://cloud.google.com/kubernetes-engine/pricing",
  computeEngine: "https://cloud.google.com/compute/vm-instance-pricing",
  eks: "https://aws.amazon.com/eks/pricing/",
  ec2: "https://aws.amazon.com/ec2/pricing/on-demand/",
} as const;

const HOURS = 730;

interface Part {
  readonly what: string;
  /** US dollars an hour. */
  readonly hourly: number;
}

/** One node of 2 CPUs and 8 GiB, which is enough for the monitoring and the service. */
const parts: Readonly<Record<Exclude<Cluster["id"], "minikube">, { title: string; parts: Part[]; note?: string; ingress: Part }>> = {
  gke: {
    title: "GKE, zonal, in us-central1",
    parts: [
      { what: "the control plane", hourly: 0.1 },
      { what: "one e2-standard-2", hourly: 0.067 },
    ],
    note: "a credit of each billing account pays for the control plane of one zonal cluster",
    ingress: { what: "a forwarding rule", hourly: 0.025 },
  },
  eks: {
    title: "EKS in us-east-1",
    parts: [
      { what: "the control plane", hourly: 0.1 },
      { what: "one t3.large", hourly: 0.0832 },
      { what: "its public address", hourly: 0.005 },
    ],
    ingress: { what: "an Application Load Balancer", hourly: 0.0225 },
  },
};

const ends = {
  gke: "`./scripts/down.sh`, then `gcloud container clusters delete`",
  eks: "`./scripts/down.sh`, then `eksctl delete cluster`",
} as const;

/** On a laptop and in both clouds, whichever was chosen: to compare them is the point. */
export function costsOf(laptop: { cpus: number; memoryMb: number }): Cost[] {
  const local = {
    title: "Minikube on a laptop",
    total: "0",
    parts: `${laptop.cpus} CPUs and ${laptop.memoryMb} MB of memory while it runs`,
    down: "`./scripts/down.sh --cluster`",
  };
  return [local, inCloud("gke"), inCloud("eks")];
}

function inCloud(id: "gke" | "eks"): Cost {
  const { title, parts: items, note, ingress } = parts[id];
  const total = items.reduce((sum, { hourly }) => sum + hourly * HOURS, 0);
  const named = items.map(({ what, hourly }) => `${what} ${dollars(hourly)}`).join(", ");
  const more = `with an Ingress ${ingress.what}, ${dollars(ingress.hourly)} more`;
  return { title, total: `about ${Math.round(total)}`, parts: [named, more, note].filter(Boolean).join("; "), down: ends[id] };
}

function dollars(hourly: number): string {
  return String(Math.round(hourly * HOURS));
}

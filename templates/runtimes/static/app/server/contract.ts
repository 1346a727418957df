import { readFileSync } from 'node:fs';

/** What this service, its image, its chart and its dashboards agree on. Written by the portfolio generator. */
export interface Contract {
  readonly name: string;
  readonly title: string;
  readonly port: number;
  readonly managementPort: number;
  readonly healthPath: string;
  readonly readyPath: string;
  readonly metricsPath: string;
  readonly latencyTargetMs: number;
  readonly durationBuckets: readonly number[];
  readonly repositories: { readonly app: string; readonly infra: string; readonly docs: string };
  /** Services of the portfolio that this one calls, and the environment variables with their addresses. */
  readonly calls?: readonly { readonly service: string; readonly variable: string }[];
}

export function readContract(): Contract {
  return JSON.parse(readFileSync(new URL('../contract.json', import.meta.url), 'utf8')) as Contract;
}

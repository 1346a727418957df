import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from './config.ts';

export class Metrics {
  readonly registry = new Registry();
  readonly requestDuration: Histogram<'method' | 'route' | 'status'>;
  readonly requestsInFlight: Gauge;

  constructor({ contract, version, revision }: Config) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    // Not rounded to a second, as prom-client has it: pods that start together are told apart by it.
    this.registry.removeSingleMetric('process_start_time_seconds');
    new Gauge({
      name: 'process_start_time_seconds',
      help: 'Start of the process, in seconds since 1970.',
      registers,
    }).set(performance.timeOrigin / 1000);

    this.requestDuration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its response.',
      labelNames: ['method', 'route', 'status'],
      buckets: [...contract.durationBuckets],
      registers,
    });
    this.requestsInFlight = new Gauge({
      name: 'http_requests_in_flight',
      help: 'Requests being answered now.',
      registers,
    });
    new Gauge({
      name: 'app_info',
      help: 'What is running: always 1, the facts are in the labels.',
      labelNames: ['version', 'revision'],
      registers,
    }).set({ version, revision }, 1);
  }

  /** Prometheus sees an increase only from a series that it knows: a first burst of errors would not count. */
  expectRoute(route: string): void {
    for (const status of [200, 500]) this.requestDuration.zero({ method: 'GET', route, status });
  }
}

import { collectDefaultMetrics, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import type { Config } from './config.ts';

export class Metrics {
  readonly requestDuration: Histogram<'method' | 'route' | 'status'>;
  /** Requests being answered now. A plain number that the gauge reads at each scrape: quicker than setting it twice a request. */
  requestsInFlight = 0;

  // One registry for each format: prom-client renames its counters for good when a registry answers in OpenMetrics.
  private readonly plainText = new Registry();
  private readonly openMetrics = new Registry<OpenMetricsContentType>();

  constructor({ contract, version, revision }: Config) {
    this.openMetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    const registers = [this.plainText, this.openMetrics];
    for (const register of registers) collectDefaultMetrics({ register });

    this.requestDuration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its response.',
      labelNames: ['method', 'route', 'status'],
      buckets: [...contract.durationBuckets],
      registers,
    });
    const inFlight = () => this.requestsInFlight;
    new Gauge({
      name: 'http_requests_in_flight',
      help: 'Requests being answered now.',
      registers,
      collect() {
        this.set(inFlight());
      },
    });
    new Gauge({
      name: 'app_info',
      help: 'What is running: always 1, the facts are in the labels.',
      labelNames: ['version', 'revision'],
      registers,
    }).set({ version, revision }, 1);
  }

  async scrape(accept = ''): Promise<{ contentType: string; body: string }> {
    // Prometheus sends parameters that no general Accept parser matches, and always prefers OpenMetrics where it names it.
    const registry = accept.includes('application/openmetrics-text') ? this.openMetrics : this.plainText;
    return { contentType: registry.contentType, body: await registry.metrics() };
  }
}

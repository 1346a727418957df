import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectDefaultMetrics, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import type { Config } from './config.ts';

export class Metrics {
  readonly requestDuration: Histogram<'method' | 'route' | 'status'>;
  /** Requests being answered now. A plain number that the gauge reads at each scrape: quicker than setting it twice a request. */
  requestsInFlight = 0;

  private readonly plainText = new Registry();
  private readonly openMetrics = new Registry<OpenMetricsContentType>();

  constructor({ contract, version, revision }: Config) {
    const registers = [this.plainText];
    collectDefaultMetrics({ register: this.plainText });

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

    // A registry that answers in OpenMetrics renames its counters for good: it gets views of them with names of their own.
    this.openMetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    for (const metric of this.plainText.getMetricsAsArray()) {
      this.openMetrics.registerMetric(Object.create(metric, { name: { value: metric.name, writable: true } }));
    }
  }

  async scrape(accept = ''): Promise<{ contentType: string; body: string }> {
    // What was answered in this turn of the event loop is recorded at its end: see observe.ts.
    await nextTurn();
    // Prometheus sends parameters that no general Accept parser matches, and always prefers OpenMetrics where it names it.
    const registry = accept.includes('application/openmetrics-text') ? this.openMetrics : this.plainText;
    return { contentType: registry.contentType, body: await registry.metrics() };
  }
}

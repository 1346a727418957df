import type { RequestListener } from 'node:http';
import express, { type Request, type Response, type Router } from 'express';
import { apiRoutes } from './api.ts';
import type { Config } from './config.ts';
import { answerError, HttpError, strictHttp } from './errors.ts';
import { Faults } from './faults.ts';
import { infoRoutes } from './info.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Logger } from './logger.ts';
import { managementRoutes, probeRoutes } from './management.ts';
import { Metrics } from './metrics.ts';
import { createRecord, observe, type RecordRequest } from './observe.ts';
import { siteRoutes } from './site.ts';

export interface App {
  /** What users of the service ask. */
  readonly web: RequestListener;
  /** What the kubelet, Prometheus and operators ask: neither measured nor logged. */
  readonly management: RequestListener;
  readonly record: RecordRequest;
}

export function createApp(config: Config, lifecycle: Lifecycle, logger: Logger, site?: string): App {
  const { healthPath, readyPath, metricsPath } = config.contract;
  const metrics = new Metrics(config);
  const record = createRecord(metrics, logger, [healthPath, readyPath, metricsPath]);
  const faults = new Faults();

  const service = [infoRoutes(config, faults), ...apiRoutes(config, faults, logger), ...siteRoutes(faults, site)];
  const probes = probeRoutes(config, lifecycle, faults);
  const management = managementRoutes(config, metrics, faults);
  // The site comes last: it answers whatever else a browser opens.
  const web = config.managementOnWeb ? [probes, management, ...service] : [probes, ...service];
  for (const { route } of web.flatMap(({ stack }) => stack)) if (route) metrics.expectRoute(route.path);

  return {
    web: observe(createHandler(web, logger), metrics, record),
    management: createHandler([probes, management], logger),
    record,
  };
}

export function createHandler(routers: readonly Router[], logger: Logger): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(strictHttp, ...routers);
  return (request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    const finish = (error: unknown) => answerError(error ?? new HttpError(404, 'not found'), response, logger);
    app(request as Request, response as Response, finish);
  };
}

import express, { type Express } from 'express';
import type { Config } from './config.ts';
import { answerErrors, notFound } from './errors.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Logger } from './logger.ts';
import { Metrics } from './metrics.ts';
import { observe } from './observe.ts';
import { createRoutes } from './routes.ts';

export function createApp(config: Config, lifecycle: Lifecycle, logger: Logger): Express {
  const { healthPath, readyPath, metricsPath } = config.contract;
  const metrics = new Metrics(config);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(observe(metrics, logger, [healthPath, readyPath, metricsPath]));
  app.use((_request, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.use(createRoutes(config, lifecycle, metrics));
  app.use(notFound);
  app.use(answerErrors(logger));
  return app;
}

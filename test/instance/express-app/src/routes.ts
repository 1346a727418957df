import { setTimeout as wait } from 'node:timers/promises';
import express, { type RequestHandler, Router } from 'express';
import type { Config } from './config.ts';
import { HttpError, methodNotAllowed } from './errors.ts';
import { Faults } from './faults.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Metrics } from './metrics.ts';
import { PAGE_SECURITY_POLICY, renderPage } from './page.ts';

const MAXIMUM_WORK_MS = 2_000;

export function createRoutes(config: Config, lifecycle: Lifecycle, metrics: Metrics): Router {
  const { contract, version, revision, pod } = config;
  const router = Router({ caseSensitive: true, strict: true });
  const faults = new Faults();
  const readOnly = methodNotAllowed('GET', 'HEAD');

  const page = renderPage(config);
  const showPage: RequestHandler = (_request, response) => {
    response.set('Content-Security-Policy', PAGE_SECURITY_POLICY).type('html').send(page);
  };

  const showInfo: RequestHandler = (_request, response) => {
    const uptimeSeconds = Math.floor(process.uptime());
    response.json({ name: contract.name, version, revision, runtime: 'express', pod, uptimeSeconds });
  };

  const work: RequestHandler = async (request, response) => {
    const waitedMs = parseWorkMs(request.query.ms ?? '50');
    await wait(waitedMs);
    response.json({ waitedMs });
  };

  const health: RequestHandler = (_request, response) => {
    response.json({ status: 'ok' });
  };

  const ready: RequestHandler = (_request, response) => {
    const status = lifecycle.phase === 'ready' && faults.settings.unready ? 'unready' : lifecycle.phase;
    response.status(status === 'ready' ? 200 : 503).json({ status });
  };

  const scrape: RequestHandler = async (request, response) => {
    const { contentType, body } = await metrics.scrape(request.get('Accept'));
    response.set('Content-Type', contentType).send(body);
  };

  // Faults belong to a route, not to a middleware before it, so that they are counted under the route's name.
  router.route('/').get(faults.apply, showPage).all(readOnly);
  router.route('/api/info').get(faults.apply, showInfo).all(readOnly);
  router.route('/api/work').get(faults.apply, work).all(readOnly);
  router.route(contract.healthPath).get(health).all(readOnly);
  router.route(contract.readyPath).get(ready).all(readOnly);
  router.route(contract.metricsPath).get(scrape).all(readOnly);

  if (config.faultInjection) {
    router
      .route('/api/faults')
      .get(faults.show)
      .post(express.json({ limit: '1kb' }), faults.set)
      .delete(faults.clear)
      .all(methodNotAllowed('GET', 'HEAD', 'POST', 'DELETE'));
  }
  return router;
}

function parseWorkMs(value: unknown): number {
  if (typeof value !== 'string' || !/^\d{1,4}$/.test(value) || Number(value) > MAXIMUM_WORK_MS) {
    throw new HttpError(400, `ms must be an integer from 0 to ${MAXIMUM_WORK_MS}`);
  }
  return Number(value);
}

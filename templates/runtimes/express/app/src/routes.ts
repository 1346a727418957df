import { setTimeout as wait } from 'node:timers/promises';
import { type RequestHandler, Router } from 'express';
import type { Config } from './config.ts';
import { HttpError, methodNotAllowed } from './errors.ts';
import type { Faults } from './faults.ts';
import { PAGE_SECURITY_POLICY, renderPage } from './page.ts';

const MAXIMUM_WORK_MS = 2_000;

/** What the service is for: put your own routes here. */
export function serviceRoutes(config: Config, faults: Faults): Router {
  const { contract, version, revision, pod } = config;

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

  const router = Router({ caseSensitive: true, strict: true });
  const readOnly = methodNotAllowed('GET', 'HEAD');
  // Faults belong to a route, not to a middleware before it, so that they are counted under the route's name.
  router.route('/').get(faults.apply, showPage).all(readOnly);
  router.route('/api/info').get(faults.apply, showInfo).all(readOnly);
  router.route('/api/work').get(faults.apply, work).all(readOnly);
  return router;
}

function parseWorkMs(value: unknown): number {
  if (Array.isArray(value)) throw new HttpError(400, 'ms must be given once');
  if (typeof value !== 'string' || !/^\d{1,4}$/.test(value) || Number(value) > MAXIMUM_WORK_MS) {
    throw new HttpError(400, `ms must be an integer from 0 to ${MAXIMUM_WORK_MS}`);
  }
  return Number(value);
}

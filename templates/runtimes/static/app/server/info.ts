import { type RequestHandler, Router } from 'express';
import type { Config } from './config.ts';
import { methodNotAllowed } from './errors.ts';
import type { Faults } from './faults.ts';

/** What runs, as only the environment knows it: the page is built once, for every environment. */
export function infoRoutes({ contract, version, revision, pod, grafanaUrl }: Config, faults: Faults): Router {
  const showInfo: RequestHandler = (_request, response) => {
    const uptimeSeconds = Math.floor(process.uptime());
    response.json({ name: contract.name, version, revision, runtime: 'static', pod, uptimeSeconds, grafanaUrl });
  };

  const router = Router({ caseSensitive: true, strict: true });
  router.route('/info').get(faults.apply, showInfo).all(methodNotAllowed('GET', 'HEAD'));
  return router;
}

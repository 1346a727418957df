import express, { type RequestHandler, Router } from 'express';
import type { Config } from './config.ts';
import { methodNotAllowed } from './errors.ts';
import type { Faults } from './faults.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Metrics } from './metrics.ts';

/** What load balancers and the kubelet ask, on both ports. */
export function probeRoutes({ contract }: Config, lifecycle: Lifecycle, faults: Faults): Router {
  const health: RequestHandler = (_request, response) => {
    response.json({ status: 'ok' });
  };

  const ready: RequestHandler = (_request, response) => {
    const status = lifecycle.phase === 'ready' && faults.settings.unready ? 'unready' : lifecycle.phase;
    response.status(status === 'ready' ? 200 : 503).json({ status });
  };

  const router = Router({ caseSensitive: true, strict: true });
  const readOnly = methodNotAllowed('GET', 'HEAD');
  router.route(contract.healthPath).get(health).all(readOnly);
  router.route(contract.readyPath).get(ready).all(readOnly);
  return router;
}

/** What is not for the public: on the management port, and on the other one where that is not public. */
export function managementRoutes({ contract, faultInjection }: Config, { registry }: Metrics, faults: Faults): Router {
  const scrape: RequestHandler = async (_request, response) => {
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  };

  const router = Router({ caseSensitive: true, strict: true });
  router.route(contract.metricsPath).get(scrape).all(methodNotAllowed('GET', 'HEAD'));
  if (faultInjection) {
    router
      .route('/api/faults')
      .get(faults.show)
      .post(express.json({ limit: '1kb' }), faults.set)
      .delete(faults.clear)
      .all(methodNotAllowed('GET', 'HEAD', 'POST', 'DELETE'));
  }
  return router;
}

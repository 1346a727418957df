import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

const ACCEPTED_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const CLIENT_CLOSED_REQUEST = 499;

/** Gives each request an id, and measures and logs it when it ends, however it ends. */
export function observe(metrics: Metrics, logger: Logger, quietPaths: readonly string[]): RequestHandler {
  const quiet = new Set(quietPaths);

  return (request, response, next) => {
    const start = performance.now();
    const requestId = chooseRequestId(request.headers['x-request-id']);
    response.locals.requestId = requestId;
    response.setHeader('X-Request-Id', requestId);
    metrics.requestsInFlight += 1;

    // "close" follows "finish", and comes alone when the client went away first.
    response.on('close', () => {
      const durationMs = performance.now() - start;
      const method = KNOWN_METHODS.has(request.method) ? request.method : 'OTHER';
      const route = routeOf(request);
      const status = response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST;

      metrics.requestsInFlight -= 1;
      metrics.requestDuration.observe({ method, route, status }, durationMs / 1000);

      const entry = {
        requestId,
        method: request.method,
        path: request.path,
        route,
        status,
        durationMs: Math.round(durationMs * 1000) / 1000,
      };
      if (quiet.has(route)) logger.debug('request', entry);
      else logger.info('request', entry);
    });

    next();
  };
}

function chooseRequestId(incoming: string | string[] | undefined): string {
  return typeof incoming === 'string' && ACCEPTED_REQUEST_ID.test(incoming) ? incoming : randomUUID();
}

/** The route's template and never the path, which is the client's choice and would make series without end. */
function routeOf(request: Request): string {
  return request.route ? request.baseUrl + request.route.path : 'unmatched';
}

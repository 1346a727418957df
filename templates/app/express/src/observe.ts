import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

const ACCEPTED_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const CLIENT_CLOSED_REQUEST = 499;

interface EndedRequest {
  requestId: string;
  method: string;
  path: string;
  route: string;
  status: number;
  durationMs: number;
}

/** Gives each request an id, and measures and logs it when it ends, however it ends. */
export function observe(metrics: Metrics, logger: Logger, quietPaths: readonly string[]): RequestHandler {
  const quiet = new Set(quietPaths);
  let ended: EndedRequest[] = [];

  const record = () => {
    for (const { durationMs, ...request } of ended) {
      const { route, status } = request;
      const method = KNOWN_METHODS.has(request.method) ? request.method : 'OTHER';
      metrics.requestDuration.observe({ method, route, status }, durationMs / 1000);

      const entry = { ...request, durationMs: Math.round(durationMs * 1000) / 1000 };
      if (quiet.has(route)) logger.debug('request', entry);
      else logger.info('request', entry);
    }
    ended = [];
  };

  return (request, response, next) => {
    const start = performance.now();
    const requestId = chooseRequestId(request.headers['x-request-id']);
    response.locals.requestId = requestId;
    response.setHeader('X-Request-Id', requestId);
    metrics.requestsInFlight += 1;

    // "close" follows "finish", and comes alone when the client went away first.
    response.on('close', () => {
      metrics.requestsInFlight -= 1;
      // All that end in one turn of the event loop are recorded together: one by one, small requests took a twentieth longer.
      if (ended.length === 0) setImmediate(record);
      ended.push({
        requestId,
        method: request.method,
        path: request.path,
        route: routeOf(request),
        status: response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST,
        durationMs: performance.now() - start,
      });
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

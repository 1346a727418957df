import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Request } from 'express';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

const ACCEPTED_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const CLIENT_CLOSED_REQUEST = 499;
const MAXIMUM_PATH = 1024;
/** A target may be a whole URL: what stands before its path. */
const ORIGIN = /^https?:\/\/(?:[^/?#@]*@)?(?:[^/?#@:[\]]+|\[[\da-f:.]+\])(?::\d*)?(?=[/?]|$)/i;

export interface EndedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

export type RecordRequest = (request: EndedRequest) => void;

/** Measures and logs requests when they have ended. */
export function createRecord(metrics: Metrics, logger: Logger, quietRoutes: readonly string[]): RecordRequest {
  return ({ durationMs, ...request }) => {
    const { route, status } = request;
    const method = KNOWN_METHODS.has(request.method) ? request.method : 'OTHER';
    metrics.requestDuration.observe({ method, route, status }, durationMs / 1000);

    const level = quietRoutes.includes(route) ? 'debug' : 'info';
    logger[level]({ ...request, durationMs: Math.round(durationMs * 1000) / 1000 }, 'request');
  };
}

/**
 * Gives each request an id, and records it when it ends, however it ends. Around Express and not within it, where a target
 * that it cannot parse reaches no middleware.
 */
export function observe(handle: RequestListener, metrics: Metrics, record: RecordRequest): RequestListener {
  return (request, response) => {
    const start = performance.now();
    const requestId = chooseRequestId(request.headers['x-request-id']);
    response.setHeader('X-Request-Id', requestId);
    metrics.requestsInFlight.inc();

    const { method = '' } = request;
    const path = pathOf(request);
    // "close" follows "finish", and comes alone when the client went away first.
    response.once('close', () => {
      metrics.requestsInFlight.dec();
      const status = response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST;
      record({ requestId, method, path, route: routeOf(request), status, durationMs: performance.now() - start });
    });

    handle(request, response);
  };
}

function chooseRequestId(incoming: string | string[] | undefined): string {
  return typeof incoming === 'string' && ACCEPTED_REQUEST_ID.test(incoming) ? incoming : randomUUID();
}

/** Without the query, which may hold secrets, as may what stands before the path. */
function pathOf({ url = '' }: IncomingMessage): string {
  const [path = ''] = withoutOrigin(url).split('?', 1);
  return path.slice(0, MAXIMUM_PATH);
}

/** A target without the scheme and host that a client may put before its path (RFC 9112, 3.2.2). */
export function withoutOrigin(target: string): string {
  const rest = target.replace(ORIGIN, '');
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`;
}

/** The route's template and never the path, which is the client's choice and would make series without end. */
function routeOf(request: IncomingMessage): string {
  const { baseUrl = '', route } = request as Request;
  return route ? baseUrl + route.path : 'unmatched';
}

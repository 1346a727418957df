import { Agent } from 'node:http';
import { type RequestHandler, Router } from 'express';
import { createProxyServer } from 'httpxy';
import type { Config } from './config.ts';
import { HttpError } from './errors.ts';
import type { Faults } from './faults.ts';
import type { Logger } from './logger.ts';

// Shorter than servers keep an idle connection, so that none is used which they are about to close.
const agent = new Agent({ keepAlive: true, timeout: 15_000 });
const proxy = createProxyServer({ agent, xfwd: true, proxyTimeout: 30_000 });

// A connection is its own: what the API says of the one to us is not what we say of the one to the client.
proxy.on('proxyRes', ({ headers }, _request, response) => {
  delete headers['keep-alive'];
  const kept = response.shouldKeepAlive ? 'keep-alive' : 'close';
  headers.connection = String(response.getHeader('Connection') ?? kept);
});

/** The APIs that this service calls, at its own origin: the page needs no address of theirs and no CORS. */
export function apiRoutes({ apis }: Config, faults: Faults, logger: Logger): Router[] {
  return apis.map(({ prefix, url: target }) => {
    const forward: RequestHandler = async (request, response) => {
      const { path, originalUrl } = request;
      const query = originalUrl.indexOf('?');
      request.url = path.slice(prefix.length) + (query < 0 ? '' : originalUrl.slice(query));
      // One id for the request in the logs of both.
      request.headers['x-request-id'] = String(response.getHeader('X-Request-Id'));
      await proxy.web(request, response, { target }).catch((err) => {
        if (response.destroyed) return; // the client has left
        logger.error({ requestId: response.getHeader('X-Request-Id'), err }, 'the API does not answer');
        throw new HttpError(502, 'the API does not answer');
      });
    };

    const router = Router({ caseSensitive: true, strict: true });
    router.use(({ path }, _response, next) => next(isPublic(path.slice(prefix.length)) ? undefined : 'router'));
    router.route(`${prefix}/api/*path`).all(faults.apply, forward);
    return router;
  });
}

/** Not what leads out of /api/, and not the faults of an API, which are for those who run it. */
function isPublic(path: string): boolean {
  try {
    const decoded = decodeURIComponent(path);
    return decoded !== '/api/faults' && !decoded.split(/[/\\]/).some((part) => part === '.' || part === '..');
  } catch {
    return false;
  }
}

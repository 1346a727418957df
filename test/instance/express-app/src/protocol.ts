import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { RequestHandler } from 'express';
import { HttpError } from './errors.ts';

/** A target may be a whole URL: what stands before its path. */
const ORIGIN = /^https?:\/\/(?:[^/?#@]*@)?(?:[^/?#@:[\]]+|\[[\da-f:.]+\])(?::\d*)?(?=[/?]|$)/i;

/** A server whose listener gets every request, also those that Node would refuse without a line in the log. */
export function createObservedServer(options: ServerOptions, listener: RequestListener): Server {
  const server = createServer({ ...options, requireHostHeader: false }, listener);
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server;
}

/** What HTTP/1.1 asks of a server and Express leaves to it (RFC 9112, 3.2; RFC 9110, 10.1.1). */
export const strictHttp: RequestHandler = (request, _response, next) => {
  const { headers, headersDistinct, httpVersion, url } = request;
  if (httpVersion === '1.1') {
    if (headersDistinct.host?.length !== 1) throw new HttpError(400, 'one Host header is required');
    if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
      throw new HttpError(417, 'no expectation but 100-continue can be met');
    }
  }
  request.url = withoutOrigin(url);
  next();
};

/** A target without the scheme and host that a client may put before its path (RFC 9112, 3.2.2). */
export function withoutOrigin(target: string): string {
  const rest = target.replace(ORIGIN, '');
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`;
}

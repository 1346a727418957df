import { randomUUID } from 'node:crypto';
import {
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import type { Logger } from './logger.ts';
import { type RecordRequest, withoutOrigin } from './observe.ts';

/** An answer other than success that the client may read. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function methodNotAllowed(...allowed: string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed.join(', '));
    throw new HttpError(405, 'method not allowed');
  };
}

export function errorBody(message: string): string {
  return JSON.stringify({ error: { message } });
}

/** Answers what a handler threw. */
export function answerError(error: unknown, response: ServerResponse, logger: Logger): void {
  const { status, message } = error instanceof HttpError ? error : describe(error);
  if (status >= 500 && !(error instanceof HttpError)) {
    logger.error({ requestId: response.getHeader('X-Request-Id'), err: toError(error) }, 'request failed');
  }
  // Half an answer cannot be mended.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = status;
  // What was said of the answer that failed does not hold for this one.
  response.removeHeader('Content-Encoding');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(errorBody(message));
}

/** Express's body parser marks what a client may read with `expose`; anything else stays in the log. */
function describe(error: unknown): { status: number; message: string } {
  // Its router gives a status to those of paths such as "/%zz", which it cannot decode.
  if (error instanceof URIError && 'status' in error) return { status: 400, message: 'the path is not valid' };
  if (error instanceof Error && 'expose' in error && error.expose === true && 'status' in error) {
    return { status: Number(error.status), message: error.message };
  }
  return { status: 500, message: 'internal error' };
}

/** Anything can be thrown; the log has the type, the message and the stack of errors only. */
function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

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

/** What Node refuses reaches no handler: here it is answered, logged and counted like every request. */
export function answerParserErrors(server: Server, record: RecordRequest): void {
  const answering = new WeakSet<Duplex>();
  server.on('request', ({ socket }, response) => {
    answering.add(socket);
    response.once('close', () => answering.delete(socket));
  });

  const refuse = (socket: Duplex, method: string, status: number) => {
    // The client went away, or an earlier request of this connection is still being answered: that one is recorded.
    if (!socket.writable || answering.has(socket)) {
      socket.destroy();
      return;
    }
    const requestId = randomUUID();
    socket.end(rawAnswer(status, requestId), () => socket.destroy());
    record({ requestId, method, path: '', route: 'unmatched', status, durationMs: 0 });
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else refuse(socket, '', statusOf(error.code));
  });
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy()); // Node has let go of it
    refuse(socket, 'CONNECT', 404); // there is nothing behind a tunnel
  });
}

function rawAnswer(status: number, requestId: string): string {
  const body = errorBody(STATUS_CODES[status] ?? 'bad request');
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function statusOf(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return 400;
}

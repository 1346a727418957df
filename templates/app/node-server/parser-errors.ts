import { randomUUID } from 'node:crypto';
import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody } from './errors.ts';
import type { RecordRequest } from './observe.ts';

/** What Node's parser refuses reaches no handler: here it is answered, logged and counted like every request. */
export function answerParserErrors(server: Server, record: RecordRequest): void {
  const answering = new WeakSet<Duplex>();
  server.on('request', ({ socket }, response) => {
    answering.add(socket);
    response.once('close', () => answering.delete(socket));
  });

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // The client went away, or an earlier request of this connection is still being answered: that one is recorded.
    if (!socket.writable || error.code === 'ECONNRESET' || answering.has(socket)) {
      socket.destroy();
      return;
    }
    const status = statusOf(error.code);
    const requestId = randomUUID();
    const body = errorBody(STATUS_CODES[status] ?? 'bad request');
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
    record({ requestId, method: '', path: '', route: 'unmatched', status, durationMs: 0 });
  });
}

function statusOf(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return 400;
}

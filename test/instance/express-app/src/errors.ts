import type { ErrorRequestHandler, RequestHandler } from 'express';
import { describeError, type Logger } from './logger.ts';

/** An answer other than success that the client may read. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const notFound: RequestHandler = () => {
  throw new HttpError(404, 'not found');
};

export function methodNotAllowed(...allowed: string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed.join(', '));
    throw new HttpError(405, 'method not allowed');
  };
}

export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const { status, message } = error instanceof HttpError ? error : describe(error);
    if (status >= 500 && !(error instanceof HttpError)) {
      logger.error('request failed', { requestId: response.locals.requestId, ...describeError(error) });
    }
    // Half an answer cannot be mended: Express then closes the connection.
    if (response.headersSent) next(error);
    else response.status(status).json({ error: { message } });
  };
}

/** Express's body parser marks what a client may read with `expose`; anything else stays in the log. */
function describe(error: unknown): { status: number; message: string } {
  if (error instanceof Error && 'expose' in error && error.expose === true && 'status' in error) {
    return { status: Number(error.status), message: error.message };
  }
  return { status: 500, message: 'internal error' };
}

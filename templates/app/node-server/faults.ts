import { setTimeout as wait } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { HttpError } from './errors.ts';

interface FaultSettings {
  readonly delayMs: number;
  readonly errorRate: number;
  readonly unready: boolean;
}

const NONE: FaultSettings = { delayMs: 0, errorRate: 0, unready: false };

/** Trouble made on purpose, to see alerts fire and to practise the runbooks. */
export class Faults {
  settings: FaultSettings = NONE;

  readonly show: RequestHandler = (_request, response) => {
    response.json(this.settings);
  };

  readonly set: RequestHandler = (request, response) => {
    this.settings = parseSettings(request.body);
    response.json(this.settings);
  };

  readonly clear: RequestHandler = (_request, response) => {
    this.settings = NONE;
    response.json(this.settings);
  };

  readonly apply: RequestHandler = async (_request, _response, next) => {
    const { delayMs, errorRate } = this.settings;
    if (delayMs > 0) await wait(delayMs);
    if (Math.random() < errorRate) throw new HttpError(500, 'injected fault');
    next();
  };
}

function parseSettings(body: unknown): FaultSettings {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpError(400, 'the body must be a JSON object');
  }
  const unknown = Object.keys(body).find((key) => !Object.hasOwn(NONE, key));
  if (unknown !== undefined) throw new HttpError(400, `unknown fault "${unknown}"`);

  const { delayMs, errorRate, unready }: Record<keyof FaultSettings, unknown> = { ...NONE, ...body };
  if (!Number.isInteger(delayMs) || !isBetween(delayMs, 0, 5_000)) {
    throw new HttpError(400, 'delayMs must be an integer from 0 to 5000');
  }
  if (!isBetween(errorRate, 0, 1)) throw new HttpError(400, 'errorRate must be a number from 0 to 1');
  if (typeof unready !== 'boolean') throw new HttpError(400, 'unready must be true or false');
  return { delayMs, errorRate, unready };
}

function isBetween(value: unknown, minimum: number, maximum: number): value is number {
  return typeof value === 'number' && value >= minimum && value <= maximum;
}

import { hostname } from 'node:os';
import { type Contract, readContract } from './contract.ts';
import { LOG_LEVELS, type LogLevel } from './logger.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Config {
  readonly contract: Contract;
  readonly host: string;
  readonly port: number;
  readonly version: string;
  readonly revision: string;
  readonly pod: string;
  readonly logLevel: LogLevel;
  readonly grafanaUrl: string | undefined;
  readonly faultInjection: boolean;
  /** How long to go on serving after "not ready", so that load balancers notice. */
  readonly shutdownDelayMs: number;
  /** How long running requests may then take before they are cut off. */
  readonly shutdownTimeoutMs: number;
}

export function loadConfig(environment: Environment = process.env, contract: Contract = readContract()): Config {
  // An empty variable counts as absent: that is what `VAR: ${VAR:-}` in a compose file passes.
  const text = (name: string) => environment[name] || undefined;

  const integer = (name: string, fallback: number, maximum: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    if (!/^\d+$/.test(value) || Number(value) > maximum) {
      throw new Error(`${name} must be an integer from 0 to ${maximum}, not "${value}"`);
    }
    return Number(value);
  };

  return {
    contract,
    host: text('HOST') ?? '0.0.0.0',
    port: integer('PORT', contract.port, 65_535),
    version: text('APP_VERSION') ?? 'dev',
    revision: text('APP_REVISION') ?? 'unknown',
    pod: text('POD_NAME') ?? hostname(),
    logLevel: logLevel(text('LOG_LEVEL') ?? 'info'),
    grafanaUrl: webUrl('GRAFANA_URL', text('GRAFANA_URL')),
    faultInjection: text('FAULT_INJECTION') === 'true',
    shutdownDelayMs: integer('SHUTDOWN_DELAY_MS', 5_000, 300_000),
    shutdownTimeoutMs: integer('SHUTDOWN_TIMEOUT_MS', 20_000, 300_000),
  };
}

function logLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === value);
  if (level === undefined) throw new Error(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${value}"`);
  return level;
}

function webUrl(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  // The value becomes a link on the page, so a "javascript:" address must not pass.
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new Error(`${name} must be an http or https URL, not "${value}"`);
  }
  return value;
}

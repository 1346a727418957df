import { hostname } from 'node:os';
import { type Contract, readContract } from './contract.ts';
import { LOG_LEVELS, type LogLevel } from './logger.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An API that the page reaches at this origin: at `/api/`, and a further one below the name of its service. */
export interface Api {
  readonly prefix: '' | `/${string}`;
  readonly url: string;
}

export interface Config {
  readonly contract: Contract;
  /** Undefined for all addresses: of IPv6 and IPv4 where there are both, else of the one that there is. */
  readonly bindAddress: string | undefined;
  readonly port: number;
  /** For probes, metrics and faults: users of the service do not reach it. */
  readonly managementPort: number;
  /** Whether metrics and faults are on the users' port as well: not where that is public. */
  readonly managementOnWeb: boolean;
  readonly version: string;
  readonly revision: string;
  readonly pod: string;
  readonly logLevel: LogLevel;
  readonly grafanaUrl: string | undefined;
  readonly apis: readonly Api[];
  readonly faultInjection: boolean;
  /** How long an idle connection stays open: longer than the load balancer keeps it, so that it, not we, closes it. */
  readonly keepAliveMs: number;
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

  const oneOf = <Value extends string>(name: string, fallback: Value, allowed: readonly Value[]): Value => {
    const value = text(name) ?? fallback;
    const known = allowed.find((one) => one === value);
    if (known === undefined) throw new Error(`${name} must be one of ${allowed.join(', ')}, not "${value}"`);
    return known;
  };

  const flag = (name: string, fallback: boolean) =>
    oneOf(name, fallback ? 'true' : 'false', ['true', 'false']) === 'true';

  const port = integer('PORT', contract.port, 65_535);
  const managementPort = integer('MANAGEMENT_PORT', contract.managementPort, 65_535);
  if (port !== 0 && port === managementPort) throw new Error(`MANAGEMENT_PORT must differ from PORT, both are ${port}`);

  // Only where it is deployed is there a load balancer to wait for: the image sets NODE_ENV.
  const deployed = text('NODE_ENV') === 'production';

  return {
    contract,
    bindAddress: text('BIND_ADDRESS'),
    port,
    managementPort,
    managementOnWeb: flag('MANAGEMENT_ON_WEB', true),
    version: text('APP_VERSION') ?? 'dev',
    revision: text('APP_REVISION') ?? 'unknown',
    pod: text('POD_NAME') ?? hostname(),
    logLevel: oneOf('LOG_LEVEL', 'info', LOG_LEVELS),
    grafanaUrl: webUrl('GRAFANA_URL', text('GRAFANA_URL')),
    apis: callsOf(contract).flatMap(({ service, variable }, index): Api[] => {
      const url = webUrl(variable, text(variable));
      return url ? [{ prefix: index === 0 ? '' : `/${service}`, url }] : [];
    }),
    faultInjection: flag('FAULT_INJECTION', false),
    keepAliveMs: integer('KEEP_ALIVE_MS', 65_000, 3_600_000),
    shutdownDelayMs: integer('SHUTDOWN_DELAY_MS', deployed ? 5_000 : 0, 300_000),
    shutdownTimeoutMs: integer('SHUTDOWN_TIMEOUT_MS', 20_000, 300_000),
  };
}

/** The services of the portfolio that this one calls; without any, an API elsewhere. */
function callsOf({ calls = [] }: Contract): NonNullable<Contract['calls']> {
  return calls.length > 0 ? calls : [{ service: 'api', variable: 'API_URL' }];
}

function webUrl(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  // One becomes a link on the page, so a "javascript:" address must not pass.
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new Error(`${name} must be an http or https URL, not "${value}"`);
  }
  return value;
}

/** Ports of this machine that the generated scripts and compose.yaml forward to. */
export const LOCAL_PORTS = { prometheus: 9090, grafana: 3001 } as const;

/**
 * Ports above 1023 that browsers and fetch refuse to talk to.
 * Source: https://fetch.spec.whatwg.org/#bad-port
 */
export const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

const LAST_PORT = 65535;

/** The port for probes, metrics and faults: the first usable one after that of the service, or before it at the end of the range. */
export function managementPortOf(port: number): number {
  const taken = new Set<number>([...BLOCKED_PORTS, ...Object.values(LOCAL_PORTS)]);
  const step = port === LAST_PORT ? -1 : 1;
  let candidate = port + step;
  while (taken.has(candidate)) candidate += step;
  return candidate;
}

/** Where each of some services answers on this machine, with Compose: at its own port, or the next one that is free. */
export function composePorts(services: readonly { readonly name: string; readonly port: number; readonly worker?: boolean }[]) {
  const taken = new Set<number>(Object.values(LOCAL_PORTS));
  const ports = new Map<string, number>();
  for (const { name, port, worker } of services) {
    if (worker) continue;
    let candidate = port;
    while (taken.has(candidate) || BLOCKED_PORTS.has(candidate)) candidate = candidate === LAST_PORT ? 1024 : candidate + 1;
    taken.add(candidate);
    ports.set(name, candidate);
  }
  return ports;
}

import { get } from 'node:http';
import { loadConfig } from './config.ts';

// The image has no curl. Exit 0 when the service in this container answers that it is alive.
const { bindAddress = '::', contract, managementPort: port } = loadConfig();
const host = ['::', '0.0.0.0'].includes(bindAddress) ? 'localhost' : bindAddress;
// An agent of its own: the usual one may use a proxy of the environment.
get({ host, port, path: contract.healthPath, agent: false }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
).on('error', () => process.exit(1));

import { loadConfig } from './config.ts';

// The image has no curl. Exit 0 when the service in this container answers that it is alive.
const { contract, port } = loadConfig();
const response = await fetch(`http://127.0.0.1:${port}${contract.healthPath}`).catch(() => undefined);
process.exitCode = response?.ok ? 0 : 1;

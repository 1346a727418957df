/** Where every service answers probes and scrapes. */
export const PATHS = { health: "/health", ready: "/ready", metrics: "/metrics" } as const;

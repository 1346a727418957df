import type { Check, StoppableService } from "./service";

/** A check of a service of its own, which is ended afterwards. */
export function withService<Started extends StoppableService>(
  name: string,
  environment: Record<string, string>,
  run: (service: Started) => Promise<void>,
): Check<(environment: Readonly<Record<string, string>>) => Promise<Started>> {
  return {
    name,
    async run(start) {
      const service = await start(environment);
      try {
        await run(service);
      } finally {
        service.signal("SIGKILL");
        await service.exitCode;
      }
    },
  };
}

import { ask, sleep } from "./client";
import type { StoppableService } from "./service";

/** Waits for a started service; when it ends or is not ready in time, ends it and throws what it wrote. */
export async function untilReady<Started extends StoppableService>(service: Started, output: () => Promise<string>): Promise<Started> {
  let ended = false;
  service.exitCode.then(() => {
    ended = true;
  });
  for (const deadline = Date.now() + 20_000; ; await sleep(20)) {
    if (ended) throw new Error(`the service ended with ${await service.exitCode}:\n${await output()}`);
    const answer = await ask(service.url, service.contract.readyPath).catch(() => undefined);
    if (answer?.status === 200) return service;
    if (Date.now() > deadline) {
      const written = await output();
      service.signal("SIGKILL");
      throw new Error(`not ready after 20 s:\n${written}`);
    }
  }
}

import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "../../conformance/start-process";
import { Instance, statusOf } from "./instance";

const PROBE_MS = 50;
/** Longer than a probe's period, as the default of 5 s is longer than Kubernetes takes. */
const environment = { SHUTDOWN_DELAY_MS: "500" };

/** Asks instances in turn that said they were ready, as a Service of Kubernetes does. */
class Balancer {
  private readonly ready = new Map<Instance, boolean>();
  private readonly agent = new Agent({ keepAlive: true });
  private turn = 0;
  private readonly probing = setInterval(() => {
    for (const instance of this.ready.keys()) void this.probe(instance);
  }, PROBE_MS);

  async add(instance: Instance): Promise<void> {
    this.ready.set(instance, false);
    while (!this.ready.get(instance)) await sleep(10);
  }

  remove(instance: Instance): void {
    this.ready.delete(instance);
  }

  async ask(path: string): Promise<boolean> {
    const instances = [...this.ready].filter(([, ready]) => ready).map(([instance]) => instance);
    if (instances.length === 0) return false;
    const { url } = instances[this.turn++ % instances.length];
    return (await statusOf(url + path, this.agent)) === 200;
  }

  close(): void {
    clearInterval(this.probing);
    this.agent.destroy();
  }

  private async probe(instance: Instance): Promise<void> {
    const ready = (await statusOf(instance.readyUrl)) === 200;
    if (this.ready.has(instance)) this.ready.set(instance, ready);
  }
}

/** Two instances under load, one after the other stopped and replaced, until all requests are asked. */
export async function restartUnderLoad(program: Program, requests: number): Promise<{ failed: number; restarts: number }> {
  const balancer = new Balancer();
  const instances: Instance[] = [];
  const add = async () => {
    const instance = await Instance.start(program, environment);
    await balancer.add(instance);
    instances.push(instance);
  };
  await add();
  await add();

  let [asked, failed, restarts] = [0, 0, 0];
  const client = async () => {
    while (asked++ < requests) if (!(await balancer.ask("/api/work?ms=10"))) failed++;
  };
  const load = Promise.all(Array.from({ length: 10 }, client));
  while (asked < requests) {
    const [old] = instances.splice(0, 1);
    await old.stop();
    balancer.remove(old);
    restarts++;
    await add();
  }
  await load;
  balancer.close();
  await Promise.all(instances.map((instance) => instance.stop()));
  return { failed, restarts };
}

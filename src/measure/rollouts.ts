import type { Outcome } from "../live/kubectl";
import { Failure } from "../usage-error";
import { type Answers, answers, Traffic } from "./traffic";

export interface Rollouts extends Answers {
  readonly rollouts: number;
  /** Requests a second. */
  readonly rate: number;
}

export interface RolloutRequest {
  readonly namespace: string;
  /** Name of the Deployment. */
  readonly name: string;
  /** Where users come in, with the path that is asked for. */
  readonly url: string;
  readonly rollouts: number;
  readonly rate: number;
}

interface Cluster {
  run(args: readonly string[]): Promise<Outcome>;
}

/** What one rollout may take: that of a chart that waits for its slowest probe. */
const MINUTES = 5;

/**
 * Restarts a Deployment, again and again, while requests go to it.
 *
 * @throws Failure where the address does not answer before, or a rollout does not end.
 */
export async function rolledOut(cluster: Cluster, { namespace, name, url, rollouts, rate }: RolloutRequest): Promise<Rollouts> {
  const deployment = [`deployment/${name}`, "-n", namespace];
  const exists = await cluster.run(["get", ...deployment, "-o", "name"]);
  if (!exists.ok) throw new Failure(`The service is not deployed, or may not be read: ${exists.error}`);
  if (!(await answers(url))) throw new Failure(`${url} does not answer: give --address, where the service is reached from here.`);
  const traffic = new Traffic(url, rate);
  try {
    for (let count = 0; count < rollouts; count++) await roll(cluster, deployment);
  } catch (error) {
    await traffic.end();
    throw error;
  }
  return { ...(await traffic.end()), rollouts, rate };
}

async function roll(cluster: Cluster, deployment: readonly string[]): Promise<void> {
  const restarted = await cluster.run(["rollout", "restart", ...deployment]);
  if (!restarted.ok) throw new Failure(`The rollout did not begin: ${restarted.error}`);
  const end = Date.now() + MINUTES * 60_000;
  for (;;) {
    const { ok, error } = await cluster.run(["rollout", "status", ...deployment, "--timeout=45s"]);
    if (ok) return;
    if (Date.now() > end || !/timed out/i.test(error)) throw new Failure(`The rollout of ${deployment[0]} did not end: ${error}`);
  }
}

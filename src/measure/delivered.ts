import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gitOfPerson } from "../child-process";

/** How long it took from a commit to the proof that it runs. */
export interface Delivered {
  readonly tag: string;
  /** Between the commit in the app repository and the time of the record. */
  readonly seconds: number;
}

/** A number that could not be measured, and why. */
export interface Unmeasured {
  readonly reason: string;
}

/**
 * Reads the record of a deployment, and asks git when its commit was made.
 *
 * @param record file of the infra repository, such as `environments/minikube/express-app/image.yaml`
 */
export async function delivered(infra: string, app: string | undefined, record: string): Promise<Delivered | Unmeasured> {
  const { tag, revision, time } = fieldsOf(join(infra, record));
  if (!tag || !revision || !time)
    return { reason: `${record} names no image that the workflow proved: publish first, and pull what it recorded` };
  if (app === undefined) return { reason: "the app repository does not lie beside this one" };
  const committed = await gitOfPerson(app, ["log", "-1", "--format=%ct", revision, "--"]).then(Number, () => Number.NaN);
  if (Number.isNaN(committed)) return { reason: `${app} does not know the commit ${revision}: git pull there` };
  return { tag, seconds: Math.round(Date.parse(time) / 1000 - committed) };
}

/** The fields of an image, as `record-image.sh` writes them. */
function fieldsOf(file: string): Partial<Record<string, string>> {
  try {
    return Object.fromEntries([...readFileSync(file, "utf8").matchAll(/^ {2}(\w+): "([^"]+)"$/gm)].map(([, name, value]) => [name, value]));
  } catch {
    return {};
  }
}

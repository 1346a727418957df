import { readFileSync } from "node:fs";
import { Kubectl } from "../../live/kubectl";
import { parseSnapshot, type Scope, type Snapshot } from "../../live/snapshot";
import { toFailure } from "../../usage-error";
import { examineLive, type LiveDiagnosis, type Skipped } from "./examine";
import { liveJson, liveText } from "./report";
import { snapshotOf, watch } from "./watch";

export interface LiveRequest {
  readonly context?: string;
  /** That of the context, if none is given. */
  readonly namespace?: string;
  readonly service?: string;
  readonly monitors?: string;
  readonly prometheus?: string;
  readonly skipped: Skipped;
  readonly wait?: number;
  /** Paths of the service that are read while it is waited for data: rates need requests. */
  readonly visit?: string;
  readonly json: boolean;
  readonly width: number;
}

/** The report on a cluster, and whether it has an error. */
export async function consultCluster(request: LiveRequest): Promise<{ text: string; broken: boolean }> {
  const kubectl = new Kubectl(request.context);
  const scope = await scopeOf(kubectl, request);
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  const stir = request.visit === undefined || scope.service === undefined ? undefined : () => visit(kubectl, scope, request.visit!);
  return told(await watch(kubectl, { scope, skipped: request.skipped, patience: request.wait ?? 0, say, stir }), request);
}

/** The same of a snapshot, wherever it was made. */
export function consultSnapshot(file: string, request: Pick<LiveRequest, "skipped" | "json" | "width">): { text: string; broken: boolean } {
  return told(examineLive(readSnapshot(file), request.skipped), request);
}

function readSnapshot(file: string): Snapshot {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw toFailure(error, `The snapshot ${file} cannot be read`);
  }
  return parseSnapshot(text, file);
}

function told(diagnosis: LiveDiagnosis, { json, width }: Pick<LiveRequest, "json" | "width">): { text: string; broken: boolean } {
  const broken = diagnosis.findings.some(({ severity }) => severity === "error");
  return { text: json ? liveJson(diagnosis) : liveText(diagnosis, width), broken };
}

/** One file with everything that the checks look at, and without a secret. */
export async function takeSnapshot(
  request: Pick<LiveRequest, "context" | "namespace" | "service" | "monitors" | "prometheus">,
): Promise<string> {
  const kubectl = new Kubectl(request.context);
  return `${JSON.stringify(await snapshotOf(kubectl, await scopeOf(kubectl, request)), null, 1)}\n`;
}

async function scopeOf(kubectl: Kubectl, { namespace, service, monitors, prometheus }: Partial<LiveRequest>): Promise<Scope> {
  return { namespace: namespace ?? (await currentNamespace(kubectl)), service, monitors, prometheus };
}

async function currentNamespace(kubectl: Kubectl): Promise<string> {
  const { stdout } = await kubectl.run(["config", "view", "--minify", "--output=jsonpath={..namespace}"]);
  return stdout.trim() || "default";
}

async function visit(kubectl: Kubectl, { namespace, service }: Scope, address: string): Promise<void> {
  const [port = "", ...paths] = address.split(",");
  for (const path of paths) await kubectl.raw(`/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy${path}`);
}

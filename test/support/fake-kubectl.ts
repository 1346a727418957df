import { appendFileSync, readFileSync } from "node:fs";
import type { KubeObject } from "../../src/live/kube";

/** What a test changes of a cluster that answers. */
export interface Cluster {
  /** It does not answer, or only this. */
  down?: boolean | string;
  namespace?: string;
  refused?: string[];
  resources: Record<string, (KubeObject & Record<string, unknown>)[]>;
  logs: Record<string, string>;
  raw: Record<string, unknown>;
}

export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const said = (stdout: string): Answer => ({ status: 0, stdout, stderr: "" });
const failed = (stderr: string): Answer => ({ status: 1, stdout: "", stderr: `${stderr}\n` });
const VALUED = ["--namespace", "-n", "--context", "--raw", "-o"];

/** What kubectl says of a cluster. */
export function answer(cluster: Cluster, args: readonly string[]): Answer {
  const path = option(args, "--raw");
  const [verb, resources = "", ...names] = args.filter((arg, index) => !arg.startsWith("-") && !VALUED.includes(args[index - 1] ?? ""));
  if (typeof cluster.down === "string") return failed(cluster.down);
  if (cluster.down) return failed("The connection to the server 127.0.0.1:8443 was refused - did you specify the right host or port?");
  if (path !== undefined) return raw(cluster, path);
  if (verb === "config") return said(cluster.namespace ?? "");
  if (verb === "logs") return said(cluster.logs[resources] ?? "");
  if (verb === "get") return get(cluster, args, resources.split(","), names);
  return failed(`fake kubectl: what is: ${args.join(" ")}`);
}

function option(args: readonly string[], ...names: string[]): string | undefined {
  const index = args.findIndex((arg) => names.includes(arg.split("=")[0] ?? ""));
  const found = args[index];
  return found?.includes("=") ? found.slice(found.indexOf("=") + 1) : found === undefined ? undefined : args[index + 1];
}

function raw(cluster: Cluster, path: string): Answer {
  const known = Object.entries(cluster.raw).find(([start]) => path === start || (/[?(]$/.test(start) && path.startsWith(start)));
  return known ? said(JSON.stringify(known[1])) : failed("Error from server (NotFound): the server could not find the requested resource");
}

function get(cluster: Cluster, args: readonly string[], resources: readonly string[], names: readonly string[]): Answer {
  const [namespace, selector] = [option(args, "--namespace", "-n"), option(args, "--selector")];
  const refused = resources.map((one) => one.split(".")[0] ?? "").filter((one) => (cluster.refused ?? []).includes(one));
  const items = resources.flatMap((one) => (refused.includes(one.split(".")[0] ?? "") ? [] : (cluster.resources[one] ?? [])));
  const wanted = items.filter(
    ({ metadata }) =>
      (namespace === undefined || metadata.namespace === undefined || metadata.namespace === namespace) &&
      (names.length === 0 || names.includes(metadata.name)) &&
      (selector === undefined || selector in (metadata.labels ?? {})),
  );
  const isEmpty = refused.length === resources.length;
  const forbidden = refused.map(
    (one) =>
      `Error from server (Forbidden): ${one} is forbidden: User "ann" cannot list resource "${one}" in API group "" in the namespace "${namespace}"\n`,
  );
  return { status: Math.min(refused.length, 1), stdout: printed(args, wanted, isEmpty), stderr: forbidden.join("") };
}

// biome-ignore lint/suspicious/noExplicitAny: whatever kubectl prints of whatever object
function printed(args: readonly string[], items: readonly any[], isEmpty: boolean): string {
  const path = /^jsonpath=\{\.(.+)\}$/.exec(option(args, "-o") ?? "")?.[1];
  if (path) return String(path.split(".").reduce((value, key) => value?.[key], items[0]) ?? "");
  if (!option(args, "--output")?.startsWith("go-template")) return isEmpty ? "" : JSON.stringify({ kind: "List", items });
  const lines = items.map(({ metadata, type, data }) => {
    const labels = Object.entries(metadata.labels ?? {}).map(([name, value]) => `${name}=${value},`);
    return `${metadata.name}\t${type}\t${labels.join("")}\t${Object.keys(data ?? {})
      .map((key) => `${key},`)
      .join("")}\n`;
  });
  return lines.join("");
}

/** The program on the PATH: the cluster lies in the file $WORLD, and what was asked of it in $WORLD.asked. */
export function program(): void {
  const world = process.env.WORLD ?? "";
  const args = process.argv.slice(2);
  appendFileSync(`${world}.asked`, `${JSON.stringify(args)}\n`);
  const { status, stdout, stderr } = answer(JSON.parse(readFileSync(world, "utf8")), args);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}

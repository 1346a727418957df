import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate, temporaryFolder } from "./portfolio";
import { runScript, type ScriptResult } from "./scripts";
import { toolsPath } from "./tools";

export const DIGEST = `sha256:${"a".repeat(64)}`;
export const generated = generate();

export const IMAGE = "ghcr.io/octo-org/express-app:sha-1";

/** Programs that only note how they were called; what they answer is given in shell. */
const programs: Readonly<Record<string, string>> = {
  kubectl: `case "$*" in
    *readyz*) if [ -n "\${REFUSED:-}" ]; then echo "error: You must be logged in to the server (Unauthorized)" >&2; exit 1; fi; [ -e "$STATE/up" ] ;;
    *"get namespace "*) if [ -n "\${FORBIDDEN:-}" ]; then echo "Error from server (Forbidden)" >&2; exit 1; fi; cat "$STATE/namespaces" ;;
    *"get nodes -o name"*) echo "node/\${NODE:-minikube}" ;;
    *port-forward*) echo "Forwarding from \${FORWARD:-127.0.0.1:1} -> 8080"; exec sleep 20 ;;
    *"get service "*) if [ -n "\${FORBIDDEN:-}" ]; then echo "Error from server (Forbidden)" >&2; exit 1; fi; echo "\${PORTS-web}" ;;
    *"get ingress"*) echo "\${INGRESS:-}" ;;
    *"get deployment "*) echo "\${RUNNING:-}" ;;
    *InternalIP*) echo 127.0.0.1 ;;
    *"get nodes"*) if [ -n "\${FORBIDDEN:-}" ]; then echo "Error from server (Forbidden)" >&2; exit 1; fi ;;
    *api-resources*) echo servicemonitors.monitoring.coreos.com ;;
    *"config current-context"*) echo shared ;;
    *" apply "* | *"create -f -"*) cat >>"$STATE/applied" ;;
    *"create secret"*) cat /dev/stdin ;;
  esac`,
  helm: `case "$*" in
    version*) echo "\${HELM_VERSION:-v4.2.4}" ;;
    *"--selector portfolio!="*) [ -n "\${MINE-mine}" ] || [ "$(cat "$STATE/releases")" = "[]" ] || echo found ;;
    *" list "*) cat "$STATE/releases" ;;
    *" test "*) exit "\${HELM_TEST:-0}" ;;
    *" history "*) cat "$STATE/history" ;;
    *" upgrade --install express-app"*) exit "\${UPGRADE:-0}" ;;
    "show crds"*) echo crds ;;
  esac`,
  minikube: `case "$*" in
    start*) touch "$STATE/up" ;;
    "config get driver") exit 1 ;;
  esac`,
  docker: `case "$*" in
    "image inspect"*) echo sha256:0123456789abcdef0123 ;;
    save*) : >"$3" ;;
    buildx*) shift && exec docker-buildx "$@" ;;
  esac`,
  kubeconform: "",
};

export interface Staged extends ScriptResult {
  /** Each call: program and arguments. */
  readonly calls: string[];
  readonly applied: string;
  /** The folder in which the programs note what happens. */
  readonly state: string;
}

export interface Stage {
  readonly infra?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly up?: boolean;
  readonly releases?: string;
  readonly history?: readonly { revision: number; status: string; description?: string }[];
  readonly namespaces?: string;
  /** More programs, in shell. */
  readonly more?: Readonly<Record<string, string>>;
  /** Programs that are not installed, separated by spaces. */
  readonly without?: string;
}

/** Runs a script with those programs. */
export async function stage(
  script: string,
  args: string[] = [],
  { infra = generated.infra, env, up, releases, history = [], namespaces = "", more, without = "" }: Stage = {},
): Promise<Staged> {
  const state = temporaryFolder();
  const bin = join(state, "bin");
  mkdirSync(bin);
  for (const [name, body] of Object.entries({ ...programs, ...more })) {
    if (without.split(" ").includes(name)) continue;
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >>"$STATE/calls"\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(state, "releases"), releases ?? "[]");
  writeFileSync(join(state, "history"), JSON.stringify(history.map((one) => ({ description: "", ...one }))));
  writeFileSync(join(state, "namespaces"), namespaces);
  for (const file of ["calls", "applied", ...(up ? ["up"] : [])]) writeFileSync(join(state, file), "");
  // Where a program is to be missing, only the system's own folders are left.
  const path = without ? `${bin}:/usr/bin:/bin` : `${bin}:${toolsPath}`;
  const result = await runScript(infra, script, args, { PATH: path, STATE: state, CI: "true", ...env });
  const read = (file: string) => readFileSync(join(state, file), "utf8");
  return { ...result, state, calls: read("calls").trim().split("\n"), applied: read("applied") };
}

/** The first call that begins so, or nothing. */
export const call = ({ calls }: Staged, start: string) => calls.find((line) => line.startsWith(start)) ?? "";

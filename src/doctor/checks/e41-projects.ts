import { applicationInstalls, valuesOf } from "../../workspace/installs";
import type { KubeObject } from "../../workspace/kube";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Path, part, textValue, type Value } from "../../workspace/yaml";
import type { Sight } from "../finding";

/** Whether the project of an Application lets it do what it is to do. */
export function* projectSights(workspace: Workspace, object: KubeObject, spec: Value, base: Path): Generator<Sight> {
  const name = textValue(part(spec, "project")) ?? "default";
  const projects = workspace.ofKind("AppProject");
  const project = projects.find((one) => one.name === name);
  if (project) {
    yield* sourceAllowed(object, project, spec, base);
    yield* destinationAllowed(object, project, spec, base);
    yield* stackAllowed(workspace, object, project);
    return;
  }
  if (name === "default" || projects.length === 0 || /\{\{/.test(name)) return;
  yield {
    severity: "error",
    place: object.at(...base, "project"),
    evidence: `project: ${name}; there are ${projects.map((one) => one.name).join(", ")}`,
    cause: `There is no AppProject ${name}, so Argo CD refuses the Application`,
    fix: `Name ${projects[0]!.name}, or add the project.`,
  };
}

function* sourceAllowed(object: KubeObject, project: KubeObject, spec: Value, base: Path): Generator<Sight> {
  const url = textValue(part(spec, "source", "repoURL"));
  const allowed = listOf(project.get("spec", "sourceRepos")).map(String);
  if (!url || allowed.length === 0 || allowed.some((pattern) => glob(pattern).test(url))) return;
  yield {
    severity: "error",
    place: object.at(...base, "source", "repoURL"),
    evidence: `repoURL: ${url}; the project ${project.name} allows ${allowed.join(", ")}`,
    cause: `The project ${project.name} does not allow this repository`,
    fix: "Add it to spec.sourceRepos of the AppProject.",
  };
}

function* destinationAllowed(object: KubeObject, project: KubeObject, spec: Value, base: Path): Generator<Sight> {
  const destination = part(spec, "destination");
  const rules = listOf(project.get("spec", "destinations"));
  const [namespace, server, cluster] = [
    textValue(part(destination, "namespace")) ?? "",
    textValue(part(destination, "server")),
    textValue(part(destination, "name")),
  ];
  if (rules.length === 0 || /\{\{/.test(`${namespace}${server}`)) return;
  const fits = rules.some(
    (rule) =>
      glob(textValue(part(rule, "namespace")) ?? "").test(namespace) &&
      (server === undefined || !part(rule, "server") || glob(String(part(rule, "server"))).test(server)) &&
      (cluster === undefined || !part(rule, "name") || glob(String(part(rule, "name"))).test(cluster)),
  );
  if (fits) return;
  yield {
    severity: "error",
    place: object.at(...base, "destination"),
    evidence: `destination ${namespace}; the project ${project.name} allows ${rules.map((rule) => part(rule, "namespace")).join(", ")}`,
    cause: `The project ${project.name} forbids this destination, so nothing is synchronised`,
    fix: "Add the namespace to spec.destinations of the AppProject.",
  };
}

/** Parts of kube-prometheus-stack that put a Service into kube-system, each unless it is switched off. */
const SYSTEM = ["coreDns", "kubeControllerManager", "kubeEtcd", "kubeProxy", "kubeScheduler"];

/** The stack brings objects into kube-system, too. */
function* stackAllowed(workspace: Workspace, object: KubeObject, project: KubeObject): Generator<Sight> {
  const install = applicationInstalls(object.value, object.at()).find(({ chart }) => /(^|\/)kube-prometheus-stack$/.test(chart));
  const rules = listOf(project.get("spec", "destinations"));
  if (!install || rules.length === 0) return;
  const allows = (rule: Value) => glob(textValue(part(rule, "namespace")) ?? "").test("kube-system");
  const files = install.valuesFiles.map((path) => workspace.valuesFile(install, undefined, path));
  if (rules.some(allows) || files.some((file) => !file)) return;
  const values = valuesOf(install, files);
  const off = (name: string) => part(values, name, "enabled") === false || part(values, name, "service", "enabled") === false;
  const brought = SYSTEM.filter((name) => !off(name));
  if (brought.length === 0 || part(values, "kubernetesServiceMonitors", "enabled") === false) return;
  yield {
    severity: "error",
    place: project.at("spec", "destinations"),
    evidence: `destinations ${rules.map((rule) => part(rule, "namespace")).join(", ")}; ${object.id} brings Services for ${brought.join(", ")} into kube-system`,
    cause: `The project ${project.name} forbids kube-system, so the sync of kube-prometheus-stack fails: namespace kube-system is not permitted in project`,
    fix: "Add kube-system to spec.destinations of the AppProject, or switch these parts off in the stack's values.",
  };
}

const glob = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*/g, ".*")}$`);

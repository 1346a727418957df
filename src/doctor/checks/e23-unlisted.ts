import { posix } from "node:path";
import type { KubeObject } from "../../workspace/kube";
import { KUSTOMIZATION } from "../../workspace/kustomize-files";
import { normalize, type SourceFile } from "../../workspace/repository";
import { options, verbFirst } from "../../workspace/shell";
import type { Workspace } from "../../workspace/workspace";
import { documentsIn, listOf, part } from "../../workspace/yaml";
import type { Sight } from "../finding";

/** What nothing but being applied makes work: a monitor, rules, a dashboard. */
const isWatching = (object: KubeObject): boolean =>
  ["ServiceMonitor", "PodMonitor", "PrometheusRule"].includes(object.kind) ||
  (object.kind === "ConfigMap" && object.labels.grafana_dashboard !== undefined);

/** Kustomize takes what is listed: a monitor that lies beside the list is applied by nobody. */
export function* unlisted(workspace: Workspace): Generator<Sight> {
  const lists = workspace.yamlFiles.filter(({ name }) => KUSTOMIZATION.test(name));
  for (const object of workspace.plain.flatMap(({ objects }) => objects).filter(isWatching)) {
    const { file } = object;
    const list = lists.find((one) => one.repository === file.repository && one.folder === file.folder);
    if (!list || !namesSiblings(list) || isCommanded(workspace, file)) continue;
    const meant = /^\s*#.*\b(example|optional|sample|template|uncomment|not (applied|deployed|used))\b/im.test(
      file.lines.slice(0, 12).join("\n"),
    );
    const shelved = new RegExp(`#.*${file.name.replace(/[.]/g, "\\.")}`).test(list.text);
    yield {
      severity: meant || shelved || !isApplied(workspace, lists, list) ? "warning" : "error",
      place: object.at("kind"),
      evidence: `${object.id}; ${list.path} does not list ${file.name}`,
      cause: `Kustomize takes what its list names, and no command names this file, so ${object.kind} ${object.name} reaches no cluster`,
      fix: `Add ${file.name} to the resources of ${list.path}.`,
    };
  }
}

const resources = (list: SourceFile): string[] => listOf(part(documentsIn(list)[0]?.value, "resources")).map(String);

const namesSiblings = (list: SourceFile): boolean =>
  resources(list).some((name) => list.repository.file(posix.join(list.folder, name)) !== undefined);

/** A command or an Application that has no eye for the list takes it, or another list from elsewhere. */
const isCommanded = (workspace: Workspace, file: SourceFile): boolean =>
  workspace.files.some(
    (other) =>
      other !== file &&
      !/\.(md|rst|adoc|txt)$/i.test(other.name) &&
      new RegExp(`(?<![\\w-])${file.name.replace(/[.]/g, "\\.")}(?![\\w.-])`).test(other.text.replace(/^\s*#.*$/gm, "")),
  ) ||
  workspace.commands.some(({ words, place, folder }) =>
    options(verbFirst(words), "-f", "--filename").some((given) => {
      const found = workspace.find(place.file, folder, given.replace(/\*.*$/, "") || ".");
      return (
        found?.repository === file.repository &&
        (found.path === file.path || found.path === file.folder || file.path.startsWith(`${found.path}/`))
      );
    }),
  );

/** Another list, a command or an Application takes the folder. */
function isApplied(workspace: Workspace, lists: readonly SourceFile[], list: SourceFile): boolean {
  const { folder, repository } = list;
  const within = lists.some(
    (other) =>
      other !== list &&
      other.repository === repository &&
      resources(other).some((name) => normalize(posix.join(other.folder, name)) === folder),
  );
  const commanded = workspace.commands.some(({ words, place, folder: from }) =>
    [
      ...options(verbFirst(words), "-k", "--kustomize"),
      ...(words[0] === "kustomize" && words[1] === "build" ? [words[2] ?? "."] : []),
    ].some((given) => workspace.find(place.file, from, given)?.path === folder),
  );
  const synced = workspace.ofKind("Application", "ApplicationSet").some(({ value }) => JSON.stringify(value).includes(`"path":"${folder}`));
  return within || commanded || synced;
}

import { applicationInstalls, helmInstall, type Install, otherInstalls, terraformInstalls } from "./installs";
import type { SourceFile } from "./repository";
import type { Workspace } from "./workspace";
import { part } from "./yaml";

const mayInstall = ({ name, text }: SourceFile): boolean =>
  /^helmfile/.test(name) || /kind["']?:\s*["']?(Application|HelmRelease)/.test(text);

/** Every chart that a command, an Application, Terraform, Flux or Helmfile installs. */
export function installsIn(workspace: Workspace): Install[] {
  const fromCommands = workspace.commands.flatMap(
    (command) => helmInstall(command, (name) => workspace.variable(command.place.file, name)) ?? [],
  );
  const fromTerraform = workspace.files.filter(({ name }) => name.endsWith(".tf")).flatMap(terraformInstalls);
  const fromObjects = workspace.yamlFiles.filter(mayInstall).flatMap((file) =>
    workspace.yaml(file).flatMap((document) => {
      const kind = part(document.value, "kind");
      return kind === "Application" || kind === "ApplicationSet"
        ? applicationInstalls(document.value, document.at())
        : otherInstalls(file, document.value, document.at());
    }),
  );
  return [...fromCommands, ...fromTerraform, ...fromObjects];
}

import { posix } from "node:path";
import { normalize } from "../../workspace/repository";
import type { Workspace } from "../../workspace/workspace";
import { listOf, part, textValue, type Value } from "../../workspace/yaml";
import type { Check } from "../finding";

export const e68: Check = {
  id: "E68",
  title: "A mount that hides what the image installed",
  story:
    "Symptom: `Error: Cannot find module 'express'` in the container, though the build went through. A folder that Compose mounts covers everything that the image has there, node_modules included; a fresh clone has none.",
  *detect(workspace) {
    for (const { file, document, name, value } of workspace.composeServices()) {
      const build = part(value, "build");
      if (build === undefined || /override/.test(file.name)) continue;
      const context = normalize(posix.join(file.folder, textValue(build) ?? textValue(part(build, "context")) ?? "."));
      const path = normalize(posix.join(context, textValue(part(build, "dockerfile")) ?? "Dockerfile"));
      const dockerfile = workspace.dockerfiles.find((one) => one.file.path === path && one.file.repository === file.repository);
      const last = dockerfile?.stages.at(-1);
      if (!dockerfile || !last || !/^(docker\.io\/)?(library\/)?node(:|$)/.test(last.image) || part(build, "target")) continue;
      const folder = dockerfile.final("WORKDIR").at(-1)?.text.replace(/\/$/, "");
      const installs = dockerfile
        .final("RUN")
        .find(({ text }) => /\bnpm (ci|i|install)\b|\byarn( install)?\b|\bpnpm (i|install)\b/.test(text));
      const at = listOf(part(value, "volumes")).findIndex((volume) => isHiding(volume, folder));
      if (!folder || !installs || at < 0 || keeps(value, folder) || installsElsewhere(workspace, value)) continue;
      yield {
        severity: "error",
        place: document.at("services", name, "volumes", at),
        evidence: `${textValue(listOf(part(value, "volumes"))[at]) ?? folder}; ${dockerfile.file.path}:${installs.line} installs into ${folder}/node_modules`,
        cause: `The mount covers ${folder} with the folder of the host, which has no node_modules after a clone, so the program finds no module`,
        fix: `Add a volume for them: - ${folder}/node_modules.`,
      };
    }
  },
};

/** A folder of the host, mounted where the program lies. */
function isHiding(volume: Value, folder: string | undefined): boolean {
  const [source, target] =
    typeof volume === "string" ? volume.split(":") : [textValue(part(volume, "source")), textValue(part(volume, "target"))];
  return folder !== undefined && /^\.{1,2}(\/|$)/.test(source ?? "") && (target ?? "").replace(/\/$/, "") === folder;
}

const keeps = (service: Value, folder: string): boolean =>
  listOf(part(service, "volumes")).some((volume) => {
    const text = typeof volume === "string" ? volume : (textValue(part(volume, "target")) ?? "");
    return text.includes(`${folder}/node_modules`);
  });

/** Its own command installs, or people are told to, on the host. */
const installsElsewhere = (workspace: Workspace, service: Value): boolean =>
  /npm|yarn|pnpm/.test(`${JSON.stringify(part(service, "command") ?? "")}${JSON.stringify(part(service, "entrypoint") ?? "")}`) ||
  workspace.commands.some(
    ({ words }) => /^(npm|yarn|pnpm)$/.test(words[0] ?? "") && (words.length === 1 || /^(ci|i|install)$/.test(words[1] ?? "")),
  );

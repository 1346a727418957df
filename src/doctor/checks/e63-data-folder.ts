import { containersOf, isWorkload } from "../../workspace/kube";
import type { Workspace } from "../../workspace/workspace";
import { listOf, type Place, part, textValue, type Value } from "../../workspace/yaml";
import type { Check, Sight } from "../finding";

/** A container of PostgreSQL with its mounts, by the folder inside. */
interface Database {
  readonly image: string;
  readonly mounts: readonly { readonly path: string; readonly place: Place }[];
}

export const e63: Check = {
  id: "E63",
  title: "A database whose volume is not where it keeps its data",
  story:
    "Symptom: `Error: in 18+, these Docker images are configured to store database data in a format which is compatible with pg_ctlcluster ... /var/lib/postgresql/data (unused mount/volume)`, and the container ends; or, with an older image, a database that is empty after each restart. Up to 17 the image keeps its data in /var/lib/postgresql/data, which is a volume of its own; from 18 on in a folder of the version below /var/lib/postgresql.",
  *detect(workspace) {
    for (const database of [...inCompose(workspace), ...inPods(workspace)]) {
      const sight = sightOf(database);
      if (sight) yield sight;
    }
  },
};

const OFFICIAL = /^(?:docker\.io\/)?(?:library\/)?postgres(?::([^@]*))?(?:@.*)?$/;
const BELOW = "/var/lib/postgresql/data";
const ABOVE = "/var/lib/postgresql";

/** The major version; one that is not said is the newest, which has been 18 or more since September 2025. */
function majorOf(image: string): number | undefined {
  const match = OFFICIAL.exec(image);
  if (!match) return undefined;
  const tag = match[1] ?? "latest";
  const number = /^(\d+)(?:[.-]|$)/.exec(tag)?.[1];
  return number ? Number(number) : /^(latest|alpine|bookworm|trixie)/.test(tag) ? 18 : undefined;
}

function sightOf({ image, mounts }: Database): Sight | undefined {
  const major = majorOf(image);
  if (major === undefined) return undefined;
  const [below, above] = [BELOW, ABOVE].map((path) => mounts.find((mount) => mount.path.replace(/\/+$/, "") === path));
  if (major >= 18 && below)
    return {
      severity: "error",
      place: below.place,
      evidence: `${image} with a volume at ${BELOW}`,
      cause: `From 18 on the image keeps its data below ${ABOVE} and stops at its start where something is mounted at ${BELOW}`,
      fix: `Mount the volume at ${ABOVE}, or stay with postgres:17.`,
    };
  if (major < 18 && above && !below)
    return {
      severity: "warning",
      place: above.place,
      evidence: `${image} with a volume at ${ABOVE}`,
      cause: `Up to 17 the image keeps its data in ${BELOW}, for which it asks for a volume of its own: that one goes with the container, and this one stays empty`,
      fix: `Mount the volume at ${BELOW}.`,
    };
  return undefined;
}

/** It is told where to keep its data. */
const isTold = (value: Value): boolean => JSON.stringify(value ?? null).includes("PGDATA");

function inCompose(workspace: Workspace): Database[] {
  return workspace.composeServices().flatMap(({ file, document, name, value }) => {
    const files = [part(value, "env_file")].flat().map((entry) => textValue(entry) ?? textValue(part(entry, "path")) ?? "");
    if (
      isTold(value) ||
      files.some((path) => path && workspace.find(file, file.folder, path)?.repository.file(path)?.text.includes("PGDATA"))
    )
      return [];
    const mounts = listOf(part(value, "volumes")).map((volume, at) => ({
      path: typeof volume === "string" ? (volume.split(":")[1] ?? volume) : (textValue(part(volume, "target")) ?? ""),
      place: document.at("services", name, "volumes", at),
    }));
    return [{ image: textValue(part(value, "image")) ?? "", mounts }];
  });
}

function inPods(workspace: Workspace): Database[] {
  return workspace.objects
    .filter(isWorkload)
    .flatMap(containersOf)
    .filter(
      ({ value, object }) =>
        !isTold(value) && !(part(value, "envFrom") && workspace.objects.some((other) => other !== object && isTold(other.value))),
    )
    .map(({ value, path, object }) => ({
      image: textValue(part(value, "image")) ?? "",
      mounts: listOf(part(value, "volumeMounts")).map((mount, at) => ({
        path: textValue(part(mount, "mountPath")) ?? "",
        place: object.at(...path, "volumeMounts", at),
      })),
    }));
}

import type { Workspace } from "../workspace/workspace";

/** Terraform makes an object of such a kind, and the texts stand in that file: what it is like is not read further. */
export const isInTerraform = (workspace: Workspace, kind: RegExp, ...texts: string[]): boolean =>
  workspace.files.some(
    ({ name, text }) =>
      name.endsWith(".tf") &&
      [...text.matchAll(/resource\s+"kubernetes_(\w+)"/g)].some(([, made]) => kind.test(made!)) &&
      texts.every((wanted) => new RegExp(`(?<![\\w-])${wanted}(?![\\w-])`).test(text)),
  );

export const WORKLOAD = /^(deployment|stateful_set|daemonset|daemon_set|pod)(_v1)?$/;
export const SERVICE = /^service(_v1)?$/;

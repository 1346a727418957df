import type { ContainerOptions } from "./container-options";

type Members = { readonly [Name in keyof Required<ContainerOptions>]: Name };

/** The options that say what a container of a person's own needs, under the same names for the only service and for one of several. */
export const containerMembers: Members = {
  dockerfile: "dockerfile",
  buildContext: "buildContext",
  runAsUser: "runAsUser",
  worker: "worker",
  managementPort: "managementPort",
  healthPath: "healthPath",
  readyPath: "readyPath",
  metricsPath: "metricsPath",
  metrics: "metrics",
  statusPath: "statusPath",
  setup: "setup",
  setupVersion: "setupVersion",
  installCommand: "installCommand",
  testCommand: "testCommand",
  lintCommand: "lintCommand",
};

export const containerOptionNames = Object.keys(containerMembers) as (keyof ContainerOptions)[];

import { part } from "../workspace/yaml";
import type { Stack } from "./stack";

/** How kube-prometheus-stack calls what it brings, by its helpers: the name of the chart goes behind the release, cut at 26 letters. */
export function namesOf({ release }: Stack): { grafana: string; fullname: string } {
  const chart = "kube-prometheus-stack";
  const full = release.includes(chart) ? release : `${release}-${chart}`;
  return {
    grafana: release.includes("grafana") ? release : `${release}-grafana`,
    fullname: full.slice(0, 26).replace(/-$/, ""),
  };
}

/** It is told to call them otherwise. */
export const isRenamed = ({ values }: Stack): boolean =>
  [[], ["grafana"], ["prometheus"], ["alertmanager"]].some(
    (path) => part(values, ...path, "nameOverride") !== undefined || part(values, ...path, "fullnameOverride") !== undefined,
  );

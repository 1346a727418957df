import { UsageError } from "../usage-error";
import type { Flags } from "./command";

/** Flags of `doctor` that speak of a cluster. */
export const liveFlags = {
  live: { type: "boolean", description: "Look at the cluster of the current context instead of files; changes nothing there" },
  snapshot: { type: "string", placeholder: "file", file: true, description: "Look at a cluster as `doctor snapshot` saved it" },
  context: { type: "string", placeholder: "name", description: "Context of kubectl (default: the current one)" },
  namespace: { type: "string", placeholder: "name", description: "Namespace to look at (default: that of the context)" },
  service: { type: "string", placeholder: "name", description: "Service that must be there and be watched (default: whatever is there)" },
  monitors: { type: "string", placeholder: "namespace", description: "Where its monitors, rules and dashboards are (default: anywhere)" },
  prometheus: { type: "string", placeholder: "namespace/name", description: "Prometheus that must watch it (default: the one that does)" },
  wait: {
    type: "string",
    placeholder: "seconds",
    alone: "300",
    description: "Look again for that long while what is broken may heal by itself (alone: 300)",
  },
  visit: { type: "string", placeholder: "port,path,...", description: "Paths of the Service to read while waiting: rates need requests" },
  skip: {
    type: "string",
    placeholder: "service,scrape,rules,...",
    description: "Leave out the Service of a worker, the way to the metrics, the rules, the dashboard, or several of them",
  },
} as const satisfies Flags;

type Given = { readonly [Name in keyof typeof liveFlags]?: (typeof liveFlags)[Name]["type"] extends "boolean" ? true : string };

const SCOPE = ["context", "namespace", "service", "monitors", "prometheus"] as const;

/** Whether the line is about a cluster, and makes sense as such. */
export function isLive(given: Given, word: string | undefined): boolean {
  if (given.live && given.snapshot !== undefined) throw new UsageError("--live and --snapshot are two clusters: give one of them.");
  const asked = word === "snapshot" || given.live === true || given.snapshot !== undefined;
  const lonely = asked ? undefined : Object.keys(given).find((name) => name in liveFlags);
  if (lonely) throw new UsageError(`--${lonely} is about a cluster: give --live or --snapshot <file>, too.`);
  const past =
    given.snapshot === undefined ? undefined : [...SCOPE, "wait" as const, "visit" as const].find((name) => given[name] !== undefined);
  if (past) throw new UsageError(`--${past} is for --live: a snapshot is of one moment, and knows what was looked at.`);
  if (given.prometheus !== undefined && !/^[^/]+\/[^/]+$/.test(given.prometheus))
    throw new UsageError(`--prometheus is ${JSON.stringify(given.prometheus)}: give <namespace>/<name>.`);
  return asked;
}

/** Prints what is wrong in the cluster, or the snapshot of it. */
export async function doctorLive(given: Given, word: string | undefined, json: boolean, width: number): Promise<void> {
  // A bundle of its own: no other command pays for it.
  const { consultCluster, consultSnapshot, takeSnapshot } = await import("../doctor/doctor.js");
  if (word === "snapshot") return void process.stdout.write(await takeSnapshot(given));
  const how = { skipped: skippedOf(given.skip), json, width };
  const { snapshot } = given;
  const wait = secondsOf(given.wait);
  const report = await (snapshot === undefined ? consultCluster({ ...given, ...how, wait }) : consultSnapshot(snapshot, how));
  process.stdout.write(report.text);
  if (report.broken) process.exitCode = 1;
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,4}$/.test(text) || Number(text) > 3600)
    throw new UsageError(`--wait is ${JSON.stringify(text)}: give seconds from 0 to 3600.`);
  return Number(text);
}

const PARTS = ["service", "scrape", "rules", "dashboard"] as const;

function skippedOf(text = ""): (typeof PARTS)[number][] {
  return text
    .split(",")
    .filter(Boolean)
    .map((word) => {
      const part = PARTS.find((one) => one === word);
      if (!part) throw new UsageError(`--skip knows no ${JSON.stringify(word)}: give ${PARTS.join(" or ")}, or several with commas.`);
      return part;
    });
}

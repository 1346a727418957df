import type { DetectedService } from "./detect";

/** What is said of a service of which nothing tells that it answers HTTP; whether it does, only a person knows. */
export function workerNote({ open }: Pick<DetectedService, "open">): string | undefined {
  const isUntold = (name: string) => open.some(({ fact, candidates }) => fact === name && candidates.length === 0);
  if (!isUntold("port") || !isUntold("healthPath")) return undefined;
  return "No HTTP server was recognised in its files. A worker without HTTP cannot be adopted, because the cluster asks a service for its health over HTTP: let it answer 200 on a path while it works, and run adopt again. If it answers already, say where.";
}

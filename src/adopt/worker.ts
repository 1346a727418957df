import type { DetectedService } from "./detect";

/** What is said of a service of which nothing tells that it answers requests; whether it does, only a person knows. */
export function workerNote({ open, facts }: Pick<DetectedService, "open" | "facts">): string | undefined {
  const isUntold = (name: string) => open.some(({ fact, candidates }) => fact === name && candidates.length === 0);
  if (facts.framework || !isUntold("port") || !isUntold("healthPath")) return undefined;
  return "No HTTP server was recognised in its files. If it answers no requests, because it takes work from a queue, is a bot or runs on a schedule, say --worker true: then nobody asks for its port and its health.";
}

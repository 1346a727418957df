import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { writePortfolio } from "../../src/synthesis/render-portfolio";
import { command, repositoryRoot, sh, walk } from "../support/command";
import { medians, type Result } from "./measure";
import { installPeers, peers } from "./peers";

const bin = join(repositoryRoot, "bin/create-devops-portfolio.js");
const create = (folder: string) => [bin, join(folder, "portfolio"), "--yes", "--owner", "ada", "--no-git", "--no-install"];

/** The command against the floor of its runtime and against its peers. */
export function benchCreate(): Result[] {
  installPeers();
  const portfolio = mkdtempSync(join(tmpdir(), "bench-portfolio-"));
  try {
    command(create(portfolio).slice(1));
    const files = walk(join(portfolio, "portfolio")).length;
    const times = medians(
      {
        floor: { command: "node", args: () => ["-e", "0"] },
        ours: { command: "node", args: create },
        help: { command: "node", args: () => [bin, "--help"] },
        ...peers(join(portfolio, "portfolio")),
      },
      9,
    );
    const { floor, ours, help, ...others } = times as Record<string, number>;
    return [
      {
        what: "create, to node -e 0",
        value: ours / floor,
        unit: "×",
        reach: 2.4,
        note: `${files} files, ${ours.toFixed(0)} ms against ${floor.toFixed(0)} ms`,
      },
      { what: "--help, to node -e 0", value: help / floor, unit: "×", reach: 1.3 },
      ...Object.entries(others).map(([name, time]) => ({
        what: `create, to ${name}`,
        value: ours / time,
        unit: "×",
        ...(/cookie|copier|projen/.test(name) ? { reach: 1 } : {}),
        note: comparable(name),
      })),
      { what: "peak memory of create", value: peakMemory(portfolio), unit: "MB", reach: 120 },
    ];
  } finally {
    rmSync(portfolio, { recursive: true, force: true });
  }
}

function comparable(name: string): string {
  return (
    {
      "create-vite": "a smaller tree: 10 files",
      "helm create": "a smaller tree, a compiled program: 10 files",
      "projen new": "a smaller tree",
    }[name] ?? "the same files"
  );
}

function peakMemory(folder: string): number {
  const report = join(folder, "rss");
  const hook = `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`;
  const preload = join(folder, "rss.cjs");
  sh(folder, `cat > rss.cjs <<'JS'\n${hook}\nJS`);
  sh(folder, `node --require "${preload}" "${bin}" "${join(folder, "measured")}" --yes --owner ada --no-git --no-install`);
  return Number(readFileSync(report, "utf8")) / 1024;
}

/** 100 portfolios in one process: the second half should take as long as the first, and no more memory. */
export function benchMany(): Result[] {
  const folder = mkdtempSync(join(tmpdir(), "bench-many-"));
  try {
    const portfolio = resolvePortfolio({ owner: "ada" });
    const half = (from: number) => {
      const start = process.hrtime.bigint();
      for (let index = from; index < from + 50; index++) writePortfolio(portfolio, join(folder, String(index)));
      global.gc?.();
      return { seconds: Number(process.hrtime.bigint() - start) / 1e9, heap: process.memoryUsage().heapUsed / 1e6 };
    };
    writePortfolio(portfolio, join(folder, "warm"));
    const first = half(0);
    const second = half(50);
    const services = Array.from({ length: 50 }, (_, index) => ({ name: `service-${index}` }));
    const from = process.cpuUsage();
    writePortfolio(resolvePortfolio({ owner: "ada", services }), join(folder, "services"));
    const { user, system } = process.cpuUsage(from); // other programs take their share of the clock
    return [
      { what: "one portfolio of 50 services", value: (user + system) / 1e6, unit: "s CPU", reach: 5 },
      {
        what: "second 50 portfolios, to the first 50",
        value: second.seconds / first.seconds,
        unit: "×",
        reach: 1.2,
        note: `${(first.seconds + second.seconds).toFixed(1)} s for 100`,
      },
      { what: "heap after 100, to after 50", value: second.heap / first.heap, unit: "×", reach: 1.2, note: `${second.heap.toFixed(0)} MB` },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a user downloads. */
export function benchPackage(): Result[] {
  const bundle = statSync(join(repositoryRoot, "dist/cli.js")).size / 1e6;
  const tarball = JSON.parse(sh(repositoryRoot, "npm pack --dry-run --json --silent"))[0].size / 1e6;
  return [
    { what: "bundled command", value: bundle, unit: "MB" },
    { what: "package, packed", value: tarball, unit: "MB" },
  ];
}

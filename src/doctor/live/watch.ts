import { setTimeout as delay } from "node:timers/promises";
import { addressOf, collect } from "../../live/collect";
import { keyOf } from "../../live/kube";
import type { Kubectl } from "../../live/kubectl";
import { ask } from "../../live/prometheus";
import { type Answer, type Scope, type Snapshot, View } from "../../live/snapshot";
import { Failure } from "../../usage-error";
import { examineLive, type LiveDiagnosis, type Skipped, subjectsOf } from "./examine";
import { questionsOf } from "./questions";
import { Walk } from "./walk";
import { workersQuestion } from "./workers";

export interface Watch {
  readonly scope: Scope;
  readonly skipped: Skipped;
  /** Seconds for what may heal by itself. */
  readonly patience: number;
  /** Told what is waited for. */
  readonly say: (text: string) => void;
  /** Called between two looks, for rates that need something to count. */
  readonly stir?: () => Promise<void>;
}

/** Looks, and looks again while what is broken may heal by itself and time is left. */
export async function watch(kubectl: Kubectl, { scope, skipped, patience, say, stir }: Watch): Promise<LiveDiagnosis> {
  const deadline = Date.now() + patience * 1000;
  let answers: Readonly<Record<string, Answer>> = {};
  let last = "";
  for (let pause = 2; ; pause = Math.min(10, pause * 1.5)) {
    // Known before it looks: a slow cluster gets its second look, too.
    const isOver = Date.now() >= deadline;
    const looked = await look(kubectl, scope, skipped, answers).catch((error: Error) => error);
    if (looked instanceof Error && (isOver || !(looked instanceof Failure))) throw looked;
    if (!(looked instanceof Error)) {
      answers = looked.snapshot.answers;
      const errors = looked.diagnosis.findings.filter(({ severity }) => severity === "error");
      if (isOver || errors.length === 0 || errors.some(({ heals }) => !heals)) return looked.diagnosis;
    }
    const reason = looked instanceof Error ? looked.message : waitedFor(looked.diagnosis);
    if (reason !== last) say(reason);
    last = reason;
    await stir?.();
    await delay(Math.min(pause * 1000, Math.max(0, deadline - Date.now())));
  }
}

function waitedFor({ findings }: LiveDiagnosis): string {
  const [first] = findings;
  return `... ${first?.link}: ${first?.cause}`;
}

interface Look {
  readonly snapshot: Snapshot;
  readonly diagnosis: LiveDiagnosis;
}

async function look(kubectl: Kubectl, scope: Scope, skipped: Skipped, known: Readonly<Record<string, Answer>>): Promise<Look> {
  const bare = await collect(kubectl, scope);
  // Queries cost the most, and say nothing as long as nothing is scraped.
  const before = examineLive(bare, skipped);
  if (before.findings.some(({ severity }) => severity === "error")) return { snapshot: { ...bare, answers: known }, diagnosis: before };
  const snapshot = { ...bare, answers: await answered(kubectl, bare, skipped, known) };
  return { snapshot, diagnosis: examineLive(snapshot, skipped) };
}

/** A cluster as a whole, with the answers to every query. */
export async function snapshotOf(kubectl: Kubectl, scope: Scope): Promise<Snapshot> {
  const bare = await collect(kubectl, scope);
  return { ...bare, answers: await answered(kubectl, bare, [], {}) };
}

async function answered(kubectl: Kubectl, bare: Snapshot, skipped: Skipped, known: Readonly<Record<string, Answer>>) {
  const view = new View(bare);
  // There are questions about one service only: its own Prometheus has the answers.
  const prometheus = subjectsOf(view).map((subject) => new Walk(view, subject).prometheus)[0];
  const answers: Record<string, Answer> = { ...known };
  if (!prometheus || bare.prometheus[keyOf(prometheus)]?.error) return answers;
  const has = (promql: string) => promql in known && "series" in known[promql]! && known[promql].series > 0;
  const open = questionsOf(view).filter(({ kind, promql }) => !skipped.includes(kind) && !has(promql));
  const api = addressOf(prometheus, bare.scope);
  const queue = [...new Set([...open.map(({ promql }) => promql), ...(skipped.includes("scrape") ? [] : [workersQuestion(view)])])];
  const worker = async () => {
    for (let promql = queue.shift(); promql !== undefined; promql = queue.shift()) {
      // No answer is none to say anything of: it is asked again.
      answers[promql] = (await ask(kubectl, api, promql)) ?? { series: 0 };
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return answers;
}

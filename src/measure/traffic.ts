export interface Answers {
  requests: number;
  /** Without an answer, or with another than 2xx. */
  failed: number;
  /** The longest that one of them took, in milliseconds. */
  slowestMs: number;
}

/** As long as a person would wait at most. */
const PATIENCE_MS = 10_000;

/**
 * Asks for an address at a steady rate, whether or not earlier requests were answered, as users do.
 *
 * @param rate requests a second
 */
export class Traffic {
  private readonly answers: Answers = { requests: 0, failed: 0, slowestMs: 0 };
  private readonly waiting = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly url: string,
    rate: number,
  ) {
    this.timer = setInterval(() => this.send(), 1000 / rate);
  }

  /** Ends it, waits for what is not answered yet, and counts. */
  async end(): Promise<Answers> {
    clearInterval(this.timer);
    await Promise.all(this.waiting);
    return this.answers;
  }

  private send(): void {
    const request = this.ask().finally(() => this.waiting.delete(request));
    this.waiting.add(request);
  }

  private async ask(): Promise<void> {
    const start = performance.now();
    const isAnswered = await answers(this.url);
    this.answers.requests++;
    if (!isAnswered) this.answers.failed++;
    this.answers.slowestMs = Math.max(this.answers.slowestMs, Math.round(performance.now() - start));
  }
}

/** Whether an address answers with 2xx, and with all of it. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

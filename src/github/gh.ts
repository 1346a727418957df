import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanEnvironment } from "../child-process";
import { Failure } from "../usage-error";

/** A request to GitHub's REST API. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly body?: object;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: what GitHub's OpenAPI description says for each path; the tests hold us to it.
  readonly body: any;
}

/** Runs GitHub's own command, which knows the login. @param input goes to its standard input, so that no other process sees it */
export async function gh(args: readonly string[], input = ""): Promise<{ status: number; stdout: string; stderr: string }> {
  const env = { ...cleanEnvironment(), GH_PROMPT_DISABLED: "1", GH_NO_UPDATE_NOTIFIER: "1", NO_COLOR: "1", GH_FORCE_TTY: "", GH_DEBUG: "" };
  const child = spawn("gh", args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  child.stdin.on("error", () => {}); // it may end before it has read everything: its exit code says why
  child.stdin.end(input);
  const status = await new Promise<number>((done, fail) => {
    child.once("error", (error: NodeJS.ErrnoException) => fail(error.code === "ENOENT" ? new Failure(NO_GH) : error));
    child.once("close", (code) => done(code ?? 1));
  });
  return { status, ...texts };
}

const NO_GH = "GitHub's command gh is not installed: see https://cli.github.com, then run gh auth login and this again.";

/** The answer to a request, whatever its status; asked again where GitHub says so, or has not caught up with itself. */
export async function api(call: Call): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask(call);
    const pause = pauseBeforeRetry(call, answer, attempt);
    if (pause === undefined) return answer;
    await sleep(pause);
  }
}

export function get(path: string): Promise<Answer> {
  return api({ method: "GET", path });
}

/** What gh is told; the body of the request comes on its standard input. */
export function apiArguments({ method, path, body }: Call): string[] {
  return ["api", "--include", "--method", method, path, ...(body === undefined ? [] : ["--input", "-"])];
}

async function ask(call: Call): Promise<Answer> {
  const { method, path, body } = call;
  const { stdout, stderr } = await gh(apiArguments(call), body && JSON.stringify(body));
  const [head, ...rest] = stdout.split(/\r?\n\r?\n/);
  const status = Number(/^HTTP\/\S+ (\d{3})/.exec(head)?.[1]);
  if (!status) throw new Failure(`gh could not ask GitHub (${method} ${path}): ${stderr.trim().split("\n")[0] || "it gave no answer"}`);
  const headers = Object.fromEntries([...head.matchAll(/^([^:\s]+): *(.*?)\r?$/gm)].map(([, name, value]) => [name.toLowerCase(), value]));
  const text = rest.join("\n\n").trim();
  return { status, headers, body: /^[[{]/.test(text) ? JSON.parse(text) : undefined };
}

const ATTEMPTS = 5;
const LONGEST_PAUSE_S = 300;

function pauseBeforeRetry({ method }: Call, { status, headers, body }: Answer, attempt: number): number | undefined {
  if (attempt >= ATTEMPTS) return undefined;
  const soon = 500 * 2 ** attempt;
  if ((status === 403 || status === 429) && /secondary rate limit/i.test(body?.message)) {
    const seconds = Number(headers["retry-after"] ?? 60 * (attempt + 1));
    return seconds <= LONGEST_PAUSE_S ? seconds * 1000 : undefined;
  }
  // A repository that was just made is not everywhere yet. Reading may find nothing, and that is the answer.
  if (status === 404 && method !== "GET") return soon;
  // Whether a POST was carried out is not known: the next run of this command reads what became of it.
  return status >= 500 && method !== "POST" ? soon : undefined;
}

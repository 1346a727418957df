import { once } from "node:events";
import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** With the body read as JSON; what a check uses of it, it asserts. */
export interface JsonAnswer extends Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a type would claim what is to be checked
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

// Not fetch: it normalizes paths, refuses methods and hides connections.
const agent = new Agent({ keepAlive: true, maxSockets: 20 });

export function ask(url: string, path: string, { method = "GET", headers = {}, body, signal }: Ask = {}): Promise<Answer> {
  const { hostname, port } = addressOf(url);
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, path, method, headers, signal }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

export async function askJson(url: string, path: string, options?: Ask): Promise<JsonAnswer> {
  const answer = await ask(url, path, options);
  return { ...answer, json: JSON.parse(answer.body) };
}

/** Sends a JSON body. */
export function post(url: string, path: string, body: unknown): Promise<JsonAnswer> {
  return askJson(url, path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** Sends these very bytes, and gives what comes back until the server closes or a second passes. */
export function sendRaw(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = addressOf(url);
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, hostname, () => socket.write(bytes));
    const done = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setEncoding("latin1");
    socket.setTimeout(1_000, done);
    socket.on("data", (chunk) => {
      text += chunk;
    });
    // A reset is a way to refuse, too.
    socket.on("error", done);
    socket.on("close", done);
  });
}

/** Opens a connection, sends these bytes and leaves it open. */
export async function openRaw(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = addressOf(url);
  const socket = connect(port, hostname).on("error", () => undefined);
  await once(socket, "connect");
  if (bytes !== "") socket.write(bytes);
  return socket;
}

function addressOf(url: string): { hostname: string; port: number } {
  const { hostname, port } = new URL(url);
  return { hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** The status of a raw answer; undefined when the server closed without one. */
export function statusOf(rawAnswer: string): number | undefined {
  const match = /^HTTP\/1\.[01] (\d{3}) /.exec(rawAnswer);
  return match ? Number(match[1]) : undefined;
}

export const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Waits until a check passes, and throws its last error when it does not within the time. */
export async function eventually<Result>(check: () => Promise<Result>, milliseconds = 5_000): Promise<Result> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(25);
    }
  }
}

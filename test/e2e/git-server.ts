import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves the bare repositories of a folder over HTTP to whoever asks, with Git's own program for that. Nobody pushes here. */
export class GitServer {
  private server?: Server;
  private port = 0;

  constructor(private readonly folder: string) {}

  /** At the same port as before, if it was stopped. */
  async start(): Promise<number> {
    const server = createServer((request, response) => this.serve(request, response));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "0.0.0.0", resolve));
    server.unref();
    this.port = (server.address() as AddressInfo).port;
    return this.port;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? "/", "http://git");
    const { headers } = request;
    const git = spawn("git", ["-c", "safe.directory=*", "http-backend"], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: this.folder,
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: headers["content-encoding"] ?? "",
        GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
      },
    });
    git.stdin.on("error", () => undefined);
    request.pipe(git.stdin);
    const parts: Buffer[] = [];
    git.stdout.on("data", (part: Buffer) => parts.push(part));
    git.on("close", () => answer(response, Buffer.concat(parts)));
  }
}

/** A CGI answer: header lines, an empty line, the body. */
function answer(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, end).toString().split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2)));
  response.writeHead(Number.parseInt(headers.Status ?? "200", 10), headers).end(output.subarray(end + 4));
}

import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Owner } from "./actual";
import type { DesiredRepository } from "./desired";
import { newAppPage } from "./pages";

/** GitHub shows it to the person, who may change it: names of Apps are unique in all of GitHub. */
const LONGEST_NAME = 34;

export interface ManifestServer {
  /** The page to open. */
  readonly url: string;
  /** The code that GitHub gives for the App, once it is made. @param page where the browser goes then, given the code */
  code(page: (code: string) => Promise<string>): Promise<void>;
  close(): void;
}

/**
 * A page on this machine, for its browser only, that sends a person to GitHub with the description of the App filled in; and the
 * address to which GitHub sends them back. https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export async function serveManifest(owner: Owner, infra: DesiredRepository): Promise<ManifestServer> {
  const state = randomBytes(24).toString("base64url");
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const page = startPage(`${newAppPage(owner)}?state=${state}`, manifestOf(owner, infra, `${url}/made`), infra);
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `${url}/`, close, code: (next) => answer(server, { page, state, host: new URL(url).host }, next) };
}

function manifestOf({ login }: Owner, { url, opensPulls }: DesiredRepository, redirect: string): object {
  return {
    name: `${login}-hand-over`.slice(0, LONGEST_NAME),
    url,
    redirect_url: redirect,
    hook_attributes: { url, active: false },
    public: false,
    // What a repository_dispatch asks for, and a pull request.
    default_permissions: { contents: "write", ...(opensPulls && { pull_requests: "write" }) },
    default_events: [],
  };
}

interface Expected {
  readonly page: string;
  readonly state: string;
  readonly host: string;
}

function answer(server: Server, { page, state, host }: Expected, next: (code: string) => Promise<string>): Promise<void> {
  return new Promise((done, fail) => {
    server.on("request", async (request: IncomingMessage, response: ServerResponse) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", `http://${host}`);
      const code = searchParams.get("code");
      // Another name for this machine is another site's way to it.
      if (request.headers.host !== host) return void response.writeHead(421).end();
      if (pathname === "/") return void response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(page);
      if (pathname !== "/made" || !code || !isSame(searchParams.get("state") ?? "", state)) return void response.writeHead(404).end();
      try {
        const location = await next(code);
        response.writeHead(302, { Location: location }).end(done);
      } catch (error) {
        response.writeHead(500, { "Content-Type": "text/plain" }).end("That did not work: see the terminal.");
        fail(error);
      }
    });
  });
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function startPage(action: string, manifest: object, { opensPulls }: DesiredRepository): string {
  const value = JSON.stringify(manifest).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>GitHub App of the hand-over</title>
<h1>GitHub App of the hand-over</h1>
<p>It lets the CI of your app tell your infra repository of a new image${opensPulls ? ", and that open the pull requests of promotions," : ","} and nothing else. GitHub shows it to you; there you create it.</p>
<form action="${action}" method="post">
<input type="hidden" name="manifest" value="${value}">
<button autofocus>Go on to GitHub</button>
</form>
</html>
`;
}

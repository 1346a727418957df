import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Description } from "./description";
import type { Pull } from "./pulls";
import { type Reply, routes } from "./routes";

// biome-ignore lint/suspicious/noExplicitAny: what is sent and kept in JSON.
type Json = any;

export interface Run {
  readonly id: number;
  readonly head: string;
  /** How often it was looked at. */
  looks: number;
  readonly conclusion: string;
}

export interface Repository {
  readonly id: number;
  readonly name: string;
  readonly created: Json;
  /** Requests that still find nothing, after it was made. */
  hidden: number;
  topics: string[];
  workflowPermissions: string;
  /** Whether a workflow may open pull requests. */
  opensPulls: boolean;
  readonly pulls: Pull[];
  readonly variables: Map<string, string>;
  readonly secrets: Map<string, string>;
  readonly environments: Map<string, { policy: Json; branches: string[] }>;
  readonly rulesets: Json[];
  /** Of each workflow, the newest one last. */
  readonly runs: Map<string, Run[]>;
  /** How the next run ends. */
  conclusion: string;
  /** Whether it has a site on GitHub Pages. */
  site: boolean;
}

/** How GitHub behaves in a test. */
export interface Quirks {
  /** Every so many changes are refused for a second: GitHub's secondary rate limit. */
  readonly limitEvery?: number;
  /** Requests after a repository's creation that do not find it. */
  readonly hidden?: number;
  /** The owner's plan protects public repositories only. */
  readonly free?: boolean;
  /** Its policy, or a right that the login has not, keeps GitHub Pages off. */
  readonly noPages?: string;
  /** Looks at a package until its owner has made it public. */
  readonly publicAfter?: number;
  readonly scopes?: string;
  readonly organization?: boolean;
  readonly login?: string;
  /** Answers that stand in for the real one, by `METHOD /path`. */
  readonly refuse?: Readonly<Record<string, Reply>>;
}

/**
 * GitHub, as far as publishing goes: it keeps state, and is as slow and as odd as the real one. Each request and each answer is held
 * against GitHub's description. Repositories are bare ones on disk.
 */
export class StandIn {
  readonly repositories = new Map<string, Repository>();
  readonly packages = new Map<string, { visibility: string; looks?: number }>();
  /** Changes that were carried out, in order. */
  readonly changes: string[] = [];
  /** What contradicts GitHub's description; the test wants none. */
  readonly violations: string[] = [];
  /** Called after a change was carried out and before it is answered. */
  onChange: (change: string) => void = () => {};
  quirks: Quirks = {};
  readonly owner = "Octo-Org";
  private asked = 0;
  private server?: Server;
  private readonly description = new Description();

  constructor(readonly folder: string) {}

  async start(): Promise<void> {
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(this.folder, name));
    const arguments_ = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync("openssl", [...arguments_, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    this.server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      let text = "";
      request.on("data", (part) => {
        text += part;
      });
      request.on("end", () => {
        const { status, body, headers = {} } = this.answer(request.method ?? "", (request.url ?? "").replace(/^\/api\/v3/, ""), text);
        const always = {
          "Content-Type": "application/json",
          "X-OAuth-Scopes": this.quirks.scopes ?? "gist, read:org, read:packages, repo, workflow",
        };
        response.writeHead(status, { ...always, ...headers }).end(body === undefined ? "" : JSON.stringify(body));
      });
    });
    await new Promise<void>((listening) => this.server?.listen(0, "127.0.0.1", listening));
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  /** Forgets everything but what lies on the disk of others. */
  reset(quirks: Quirks = {}): void {
    this.quirks = quirks;
    for (const name of this.repositories.keys()) execFileSync("rm", ["-rf", this.bare(name)]);
    for (const kept of [this.repositories, this.packages]) kept.clear();
    this.changes.length = this.violations.length = this.asked = 0;
    this.onChange = () => {};
  }

  /** A repository without a commit. */
  add(name: string, created: Json = {}): Repository {
    const repository: Repository = {
      ...{ id: 1000 + this.repositories.size, name, created: { ...created }, hidden: this.quirks.hidden ?? 0 },
      ...{ topics: [], workflowPermissions: "write", variables: new Map(), secrets: new Map(), environments: new Map() },
      ...{ rulesets: [], runs: new Map(), conclusion: "success", opensPulls: false, pulls: [], site: false },
    };
    this.repositories.set(name, repository);
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.bare(name)]);
    return repository;
  }

  get address(): string {
    return `127.0.0.1:${((this.server as Server).address() as AddressInfo).port}`;
  }

  /** For gh and git, so that they come here instead of to github.com. */
  get environment(): NodeJS.ProcessEnv {
    return {
      GH_HOST: this.address,
      GH_ENTERPRISE_TOKEN: "a-token",
      GH_TOKEN: "",
      GITHUB_TOKEN: "",
      SSL_CERT_FILE: join(this.folder, "cert.pem"),
    };
  }

  bare(name: string): string {
    return join(this.folder, this.owner, `${name}.git`);
  }

  git(name: string, ...args: string[]): string | undefined {
    const { status, stdout } = spawnSync("git", ["-C", this.bare(name), ...args], { encoding: "utf8" });
    return status === 0 ? stdout : undefined;
  }

  /** The owner's plan has some features for public repositories only. */
  isUnprotected({ created }: Repository): boolean {
    return this.quirks.free === true && created.private;
  }

  headOf(name: string): string {
    return this.git(name, "rev-parse", "--verify", "--quiet", "refs/heads/main")?.trim() ?? "";
  }

  isEmpty(name: string): boolean {
    return this.headOf(name) === "";
  }

  private answer(method: string, url: string, text: string): Reply {
    const body = text === "" ? undefined : JSON.parse(text);
    this.hold(() => this.description.request(method, url, body));
    const isChange = method !== "GET";
    if (isChange && this.quirks.limitEvery && ++this.asked % this.quirks.limitEvery === 0) {
      const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
      return { status: 403, body: { message }, headers: { "Retry-After": "1" } };
    }
    const [path, query] = url.split("?");
    const reply = this.quirks.refuse?.[`${method} ${path}`] ?? this.route(method, path, body, new URLSearchParams(query));
    this.hold(() => this.description.response(method, url, reply.status, reply.body));
    if (isChange && reply.status < 300) {
      this.changes.push(`${method} ${path}${body?.name ? ` ${body.name}` : ""}`);
      this.onChange(this.changes.at(-1) as string);
    }
    return reply;
  }

  private route(method: string, path: string, body: Json, query: URLSearchParams): Reply {
    for (const [pattern, respond] of routes) {
      const found = pattern.exec(`${method} ${path}`);
      if (found) return respond(this, found.slice(1).map(decodeURIComponent), body, query);
    }
    return { status: 404, body: { message: "Not Found" } };
  }

  private hold(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.violations.push((error as Error).message);
    }
  }
}

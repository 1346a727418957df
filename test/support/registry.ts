import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "./portfolio";
import { toolsPath } from "./tools";

const INDEX = "application/vnd.oci.image.index.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CONFIG = "application/vnd.oci.image.config.v1+json";

/** What an image is made of, as far as the deployment looks at it. */
export interface ImageSpec {
  readonly architectures: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** PATH with a `docker` that has nothing but the pinned buildx, and notes how it was called in $CALLS. */
export function dockerPath(): string {
  const folder = temporaryFolder();
  const noted = 'echo "$*" >>"${CALLS:-/dev/null}"';
  writeFileSync(join(folder, "docker"), `#!/bin/sh\n${noted}\n[ "$1" = buildx ] && shift && exec docker-buildx "$@"\n`, { mode: 0o755 });
  return [folder, toolsPath].join(delimiter);
}

/** A registry in this process, with the token service of a public one: reading needs a token, which anybody gets. */
export class TestRegistry {
  private readonly content = new Map<string, { type: string; body: string }>();
  private server?: Server;
  /** Set to make every answer this status. */
  failure?: number;
  /** Set for a private repository: who may read, and whether the registry asks for the password itself or has a token service. */
  account?: { readonly login: string; readonly scheme: "Basic" | "Bearer" };

  constructor(private readonly repository: string) {}

  async start(): Promise<string> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", `http://${request.headers.host}`);
      const basic = this.account && `Basic ${Buffer.from(this.account.login).toString("base64")}`;
      const allowed = this.account?.scheme === "Basic" ? basic : "Bearer anybody";
      if (this.failure) {
        response.writeHead(this.failure).end();
      } else if (pathname === "/token" && basic && request.headers.authorization !== basic) {
        response.writeHead(401).end();
      } else if (pathname === "/token") {
        const scope = searchParams.get("scope");
        response.end(JSON.stringify(scope === `repository:${this.repository}:pull` ? { token: "anybody" } : {}));
      } else if (request.headers.authorization !== allowed && this.account?.scheme === "Basic") {
        response.writeHead(401, { "WWW-Authenticate": 'Basic realm="test"' }).end();
      } else if (request.headers.authorization !== allowed) {
        const realm = `Bearer realm="http://${request.headers.host}/token",service="test",scope="repository:${this.repository}:pull"`;
        response.writeHead(401, { "WWW-Authenticate": realm }).end();
      } else {
        const found = this.content.get(pathname);
        if (found) response.writeHead(200, { "Content-Type": found.type }).end(found.body);
        else response.writeHead(404).end();
      }
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref(); // a test that fails before it stops the registry must not keep the run from ending
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** Pushes an image for some architectures as one index and gives its digest. */
  push(tag: string, { architectures, labels }: ImageSpec): string {
    const manifests = architectures.map((architecture) => this.manifest(architecture, labels));
    // Builders add attestations like this one; they are not a platform.
    const attestation = { ...this.manifest("unknown", {}), platform: { os: "unknown", architecture: "unknown" } };
    return this.tag(
      tag,
      this.put("manifests", INDEX, { schemaVersion: 2, mediaType: INDEX, manifests: [...manifests, attestation] }).digest,
    );
  }

  /** Pushes an image that is no index at all, as a plain build makes it. */
  pushPlain(tag: string, labels: Readonly<Record<string, string>>, architecture = "amd64"): string {
    return this.tag(tag, this.manifest(architecture, labels).digest);
  }

  /** Lets a tag name other content. */
  tag(tag: string, digest: string): string {
    this.content.set(this.path("manifests", tag), this.content.get(this.path("manifests", digest)) as { type: string; body: string });
    return digest;
  }

  /** Answers other bytes than the digest promises, as many of them or one more, as a registry that was broken into. */
  tamper(digest: string, change: "longer" | "as long"): void {
    for (const kind of ["manifests", "blobs"]) {
      const found = this.content.get(this.path(kind, digest));
      const other = (body: string) => (change === "longer" ? `${body} ` : body.replace("a", "b"));
      if (found) this.content.set(this.path(kind, digest), { ...found, body: other(found.body) });
    }
  }

  /** The digest of the configuration that a manifest names. */
  config(digest: string): string {
    return JSON.parse(this.content.get(this.path("manifests", digest))?.body ?? "").config.digest;
  }

  /** The digest of one architecture's manifest in an index. */
  child(digest: string, architecture: string): string {
    const { body } = this.content.get(this.path("manifests", digest)) as { body: string };
    const index: { manifests: { digest: string; platform: { architecture: string } }[] } = JSON.parse(body);
    return index.manifests.find(({ platform }) => platform.architecture === architecture)?.digest ?? "";
  }

  clear(): void {
    this.content.clear();
    this.failure = undefined;
    this.account = undefined;
  }

  private manifest(architecture: string, labels: Readonly<Record<string, string>>) {
    const config = this.put("blobs", CONFIG, { os: "linux", architecture, config: { Labels: labels } });
    const manifest = this.put("manifests", MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config, layers: [] });
    const variant = architecture === "arm64" ? { variant: "v8" } : {}; // as some builders write it
    return { ...manifest, platform: { os: "linux", architecture, ...variant } };
  }

  /** Gives the descriptor, by which other content refers to this. */
  private put(kind: string, mediaType: string, value: unknown) {
    const body = JSON.stringify(value);
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    this.content.set(this.path(kind, digest), { type: mediaType, body });
    return { mediaType, digest, size: Buffer.byteLength(body) };
  }

  private path(kind: string, reference: string): string {
    return `/v2/${this.repository}/${kind}/${reference}`;
  }
}

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";

/** GitHub's own description of its API. As a dependency it would bring 400 MB: of the package, one file is kept in the user's cache. */
const PACKAGE = "@octokit/openapi@23.0.2";
const FILE = "package/generated/api.github.com.json";

function descriptionFile(): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "create-devops-portfolio");
  const file = join(cache, `${PACKAGE.replace(/\W+/g, "-").slice(1)}.json`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(join(cache, "openapi-"));
  const packed = execFileSync("npm", ["pack", PACKAGE, "--silent", "--pack-destination", aside], { encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", join(aside, packed), "-C", aside, FILE]);
  renameSync(join(aside, FILE), file);
  rmSync(aside, { recursive: true });
  return file;
}

// biome-ignore lint/suspicious/noExplicitAny: a description in OpenAPI, and what is sent in JSON.
type Json = any;

/** Says what is wrong with a request, or with an answer, by GitHub's description. */
export class Description {
  private readonly document: Json = JSON.parse(readFileSync(descriptionFile(), "utf8"), nullableAsType);
  private readonly ajv = new Ajv({ strict: false, validateFormats: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor() {
    this.ajv.addSchema({ $id: "github", components: this.document.components });
  }

  /** @throws unless there is such an operation, and it takes these parameters and this body. */
  request(method: string, url: string, body: Json): void {
    const { path, operation } = this.operation(method, url);
    const where = `${method} ${path}`;
    const parameters = (operation.parameters ?? []).map((one: Json) => (one.$ref ? this.resolve(one.$ref) : one));
    for (const [name, value] of new URL(url, "https://x").searchParams) {
      const parameter = parameters.find((one: Json) => one.in === "query" && one.name === name);
      if (!parameter) throw new Error(`${where} takes no ${name}`);
      if (name === "per_page" && Number(value) > 100) throw new Error(`${where}: per_page ${value}`);
    }
    const schema = operation.requestBody?.content["application/json"].schema;
    if (body === undefined) {
      if (operation.requestBody?.required) throw new Error(`${where} needs a body`);
      return;
    }
    if (!schema) throw new Error(`${where} takes no body`);
    this.validate(`${where} request`, schema, body);
    const known = schema.$ref ? this.resolve(schema.$ref).properties : schema.properties;
    for (const name of Object.keys(body)) if (known && !(name in known)) throw new Error(`${where} takes no ${name}`);
  }

  /** Of a success: the stand-in answers with part of what GitHub does, and nothing of its own. */
  response(method: string, url: string, status: number, body: Json): void {
    const { path, operation } = this.operation(method, url);
    const response = operation.responses[status];
    if (status < 300 && !response) throw new Error(`${method} ${path} does not answer ${status}`);
    const schema = response && (response.$ref ? this.resolve(response.$ref) : response).content?.["application/json"]?.schema;
    if (status < 300 && schema && body !== undefined) this.validate(`${method} ${path} ${status}`, schema, body, true);
  }

  private operation(method: string, url: string): { path: string; operation: Json } {
    const parts = url.split("?")[0].split("/");
    const matches = Object.keys(this.document.paths).filter((path) => {
      const names = path.split("/");
      const isAsLong = names.length === parts.length || (names.at(-1) === "{path}" && names.length < parts.length);
      return isAsLong && names.every((name, index) => name.startsWith("{") || name === parts[index]);
    });
    // The one with the fewest parameters is meant.
    const [path] = matches.sort((a, b) => a.split("{").length - b.split("{").length);
    const operation = path && this.document.paths[path][method.toLowerCase()];
    if (!operation) throw new Error(`GitHub has no ${method} ${url}`);
    return { path, operation };
  }

  private validate(what: string, schema: Json, value: Json, partial = false): void {
    let validate = this.validators.get(what);
    if (!validate) {
      validate = this.ajv.compile(partial ? this.withoutRequired(schema) : absolute(schema));
      this.validators.set(what, validate);
    }
    if (!validate(value)) throw new Error(`${what}: ${this.ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
  }

  /** Two levels deep, which is as far as the stand-in's answers go, and closed. */
  private withoutRequired(schema: Json, depth = 3, closed = true): Json {
    const { required: _, ...open } = schema.$ref ? this.resolve(schema.$ref) : schema;
    if (depth === 0) return {};
    const inner = (one: Json) => this.withoutRequired(one, depth - 1);
    const part = (one: Json) => this.withoutRequired(one, depth - 1, false);
    const copy = { ...open };
    if (open.allOf) copy.allOf = open.allOf.map(part);
    if (open.anyOf || open.oneOf) copy.anyOf = (open.anyOf ?? open.oneOf).map(inner);
    delete copy.oneOf;
    if (open.items) copy.items = inner(open.items);
    if (open.properties) {
      copy.properties = Object.fromEntries(Object.entries(open.properties).map(([name, one]) => [name, inner(one)]));
      if (closed && !open.allOf) copy.additionalProperties = false;
    }
    return copy;
  }

  private resolve(reference: string): Json {
    return reference
      .slice(2)
      .split("/")
      .reduce((value, key) => value[key], this.document);
  }
}

/** References within the document, from outside of it. */
function absolute(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/'));
}

/** OpenAPI 3.0 lets a schema be `nullable` where JSON Schema asks for a type beside it. */
function nullableAsType(_: string, value: Json): Json {
  if (value?.nullable !== true || value.type) return value;
  const { nullable: __, ...rest } = value;
  return { anyOf: [rest, { type: "null" }] };
}

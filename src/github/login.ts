import { Failure } from "../usage-error";
import type { Owner } from "./actual";
import { explain, listed } from "./errors";
import { get } from "./gh";

/** What a token needs: `workflow` to push files of workflows. */
const SCOPES = ["repo", "workflow"];

/** Who owns the repositories, after checking that this login may make them. */
export async function checkLogin(owner: string): Promise<Owner> {
  const me = await get("user");
  if (me.status !== 200) throw explain({ method: "GET", path: "user" }, me);
  assertHost(me.body.html_url);
  assertScopes(me.headers["x-oauth-scopes"]);
  const login: string = me.body.login;
  if (login.toLowerCase() === owner.toLowerCase()) return { login: owner, isOrganization: false };
  const account = await get(`users/${owner}`);
  if (account.status === 404) throw new Failure(`GitHub knows no user or organization ${owner}: set the owner in .projenrc.ts.`);
  if (account.status !== 200) throw explain({ method: "GET", path: `users/${owner}` }, account);
  if (account.body.type !== "Organization") {
    throw new Failure(
      `gh is logged in as ${login}, but the portfolio belongs to ${owner}: gh auth switch --user ${owner}, or gh auth login.`,
    );
  }
  const membership = await get(`user/memberships/orgs/${owner}`);
  if (membership.status !== 200 || membership.body.state !== "active") {
    throw new Failure(
      `${login} is no member of the organization ${owner}, or gh may not see it: gh auth refresh --scopes read:org, or ask one of its owners.`,
    );
  }
  return { login: owner, isOrganization: true };
}

/** gh asks the host in GH_HOST, or the only one that it is logged in to. */
function assertHost(profile: string): void {
  const { hostname } = new URL(profile);
  if (hostname === "github.com") return;
  throw new Failure(
    `gh asks ${hostname}, and the repositories belong to github.com: unset GH_HOST, or gh auth login --hostname github.com`,
  );
}

/** A fine-grained token has none, and says at each request what it may not do. */
function assertScopes(header: string | undefined): void {
  if (!header) return;
  const missing = SCOPES.filter((scope) => !listed(header).includes(scope));
  if (missing.length > 0) throw new Failure(`The login of gh lacks a right: gh auth refresh --scopes ${missing.join(",")}`);
}

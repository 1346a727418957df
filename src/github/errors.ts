import { Failure } from "../usage-error";
import type { Answer, Call } from "./gh";

/** In GitHub's words: of rulesets and branch protection, of the rules of an environment, and of GitHub Pages. */
const BEYOND_PLAN: readonly (readonly [status: number, message: RegExp])[] = [
  [403, /upgrade to github \w+ (or make this repository public )?to enable this feature/i],
  [422, /ensure the billing plan \w+ the .+ protection rule/i],
  [422, /your current plan does not support github pages/i],
];

/** What a plan without the feature answers: nothing is wrong, and nothing can be done about it here. */
export function isBeyondPlan({ status, body }: Answer): boolean {
  return BEYOND_PLAN.some(([beyond, message]) => status === beyond && message.test(messageOf(body)));
}

/** What was to be made is there already: a repository, a variable, a ruleset, a site. */
export function isTaken({ status, body }: Answer): boolean {
  return status === 409 || (status === 422 && /already exists|must be unique/i.test(messageOf(body)));
}

/** An answer that was not wanted, as a sentence that says what to do. */
export function explain(call: Call, answer: Answer): Failure {
  const message = messageOf(answer.body) || `HTTP ${answer.status}`;
  const advice = adviceFor(answer, message);
  return new Failure(
    `GitHub refused ${call.method} ${call.path}: ${message}.${advice ? ` ${advice}` : ""}\nWhat was done stays; run this again to go on.`,
  );
}

function adviceFor({ status, headers }: Answer, message: string): string {
  const sso = /url=(\S+)/.exec(headers["x-github-sso"] ?? "")?.[1];
  if (sso) return `The organization asks for single sign-on: authorize gh at ${sso}`;
  if (status === 401) return "The login is not valid any more: gh auth login";
  if (headers["x-ratelimit-remaining"] === "0") {
    return `The hour's requests are used up until ${new Date(Number(headers["x-ratelimit-reset"]) * 1000).toLocaleTimeString()}.`;
  }
  if (/secondary rate limit/i.test(message)) return "GitHub asks to slow down: wait some minutes.";
  const missing = missingScopes(headers);
  if (missing.length > 0 && (status === 403 || status === 404))
    return `The login lacks a right: gh auth refresh --scopes ${missing.join(",")}`;
  if (status === 404)
    return "It is not there, or this login may not see it: an organization may have to approve gh, or the token lacks a right.";
  if (status === 403) return "This login may not do that: ask an owner of the organization, or give the token the right.";
  if (status === 409) return "A policy of the organization decides this: ask one of its owners.";
  if (/already exists/i.test(message)) return "The name is taken: choose another in .projenrc.ts, or rename what is there.";
  if (/visibility/i.test(message))
    return "The organization does not allow this visibility: try with or without --public, or ask one of its owners.";
  return "";
}

/** Of the scopes that would do, those that the token has none of. Only classic tokens and gh's own have scopes. */
function missingScopes(headers: Answer["headers"]): string[] {
  const accepted = listed(headers["x-accepted-oauth-scopes"]);
  if (headers["x-oauth-scopes"] === undefined || accepted.length === 0) return [];
  const has = listed(headers["x-oauth-scopes"]);
  return accepted.some((scope) => has.includes(scope)) ? [] : accepted.slice(0, 1);
}

export function listed(header: string | undefined): string[] {
  return (header ?? "").split(/[, ]+/).filter((scope) => scope !== "");
}

/** GitHub puts the reason into the message, the list of errors, or both. */
export function messageOf(body: Answer["body"]): string {
  const errors: unknown[] = Array.isArray(body?.errors) ? body.errors : [body?.errors];
  const details = errors.map((error) => (typeof error === "string" ? error : (error as { message?: string })?.message));
  return [body?.message, ...details]
    .filter((text) => typeof text === "string")
    .map((text) => text.replace(/\.$/, ""))
    .join(": ");
}

import type { Json, OnRepository, Reply } from "./routes";

/** Pull requests, and what a comparison of two commits tells, as far as the script of the promotions asks. */
export interface Pull {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  state: "open" | "closed";
  title: string;
  body: string;
  merged_at: string | null;
  readonly comments: string[];
}

const ok = (body: Json): Reply => ({ status: 200, body });
const invalid = (message: string): Reply => ({ status: 422, body: { message: "Validation Failed", errors: [{ message }] } });

const asBody = (owner: string, name: string, { number, state, title, body, merged_at, head, base }: Pull): Json => ({
  ...{ number, state, title, body, merged_at, html_url: `https://github.com/${owner}/${name}/pull/${number}` },
  ...{ head: { label: `${owner}:${head}`, ref: head }, base: { label: `${owner}:${base}`, ref: base } },
});

const list: OnRepository = ({ owner }, { name, pulls }, _, __, query) => {
  const [state, base, head] = ["state", "base", "head"].map((key) => query.get(key));
  const asked = pulls.filter((pull) => `${owner}:${pull.head}` === head && pull.base === base && (state === "all" || pull.state === state));
  return ok(asked.map((pull) => asBody(owner, name, pull)).reverse());
};

const open: OnRepository = (github, { name, pulls }, _, { title, head, base, body }) => {
  if (github.git(name, "rev-parse", "--verify", "--quiet", `refs/heads/${head}`) === undefined) return invalid("head invalid");
  if (pulls.some((pull) => pull.head === head && pull.state === "open")) return invalid(`A pull request already exists for ${head}.`);
  const pull: Pull = { number: pulls.length + 1, head, base, title, body, state: "open", merged_at: null, comments: [] };
  pulls.push(pull);
  return { status: 201, body: asBody(github.owner, name, pull) };
};

const change: OnRepository = ({ owner }, { name, pulls }, [number], { title, body, state }) => {
  const pull = pulls[Number(number) - 1];
  Object.assign(pull, title && { title }, body && { body }, state && { state });
  return ok(asBody(owner, name, pull));
};

const comment: OnRepository = (_, { pulls }, [number], { body }) => {
  pulls[Number(number) - 1].comments.push(body);
  return { status: 201, body: { id: 1, body } };
};

const compare: OnRepository = (github, { name }, [former, newer]) => {
  const log = (range: string) => github.git(name, "log", "--reverse", "--format=%H%x00%B%x01", range)?.split("\x01\n").filter(Boolean);
  const [ahead, behind] = [log(`${former}..${newer}`), log(`${newer}..${former}`)];
  if (!ahead || !behind) return { status: 404, body: { message: "Not Found" } };
  const commits = ahead.map((entry) => {
    const [sha, message] = entry.split("\0");
    return { sha, html_url: `https://github.com/${github.owner}/${name}/commit/${sha}`, commit: { message } };
  });
  const status = behind.length === 0 ? "ahead" : ahead.length === 0 ? "behind" : "diverged";
  return ok({ status, ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length, commits });
};

export const pullRoutes: readonly (readonly [string, OnRepository])[] = [
  ["GET /repos/([^/]+)/([^/]+)/pulls", list],
  ["POST /repos/([^/]+)/([^/]+)/pulls", open],
  ["PATCH /repos/([^/]+)/([^/]+)/pulls/(\\d+)", change],
  ["POST /repos/([^/]+)/([^/]+)/issues/(\\d+)/comments", comment],
  ["GET /repos/([^/]+)/([^/]+)/compare/(.+)\\.\\.\\.(.+)", compare],
];

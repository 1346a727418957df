import type { Json, OnRepository, Reply } from "./routes";
import type { Repository, Run, StandIn } from "./stand-in";

const ok = (body: Json): Reply => ({ status: 200, body });

/** A push starts a run a moment later, which takes its time; a moment after its end there is a package. */
const runs: OnRepository = (github, repository, [workflow]) => {
  const { name } = repository;
  if (github.isEmpty(name)) return { status: 404, body: { message: "Not Found" } };
  const all = repository.runs.get(workflow) ?? [];
  const newest = all.at(-1);
  repository.runs.set(workflow, all);
  // The first look after a push finds what was there before.
  if (newest?.head !== github.headOf(name)) all.push(started(github, repository, workflow, all.length + 1));
  return newest ? shown(github, repository, newest) : ok({ total_count: 0, workflow_runs: [] });
};

function started(github: StandIn, { name, conclusion, site }: Repository, workflow: string, id: number): Run {
  const hasNoPlace = workflow === "pages.yaml" && !site;
  return { id, head: github.headOf(name), looks: 0, conclusion: hasNoPlace ? "failure" : conclusion };
}

function shown(github: StandIn, { name }: Repository, run: Run): Reply {
  const look = run.looks++;
  const status = look < 1 ? "queued" : look < 2 ? "in_progress" : "completed";
  if (status === "completed" && name.endsWith("-app") && !github.packages.has(name)) github.packages.set(name, { visibility: "private" });
  const url = `https://github.com/${github.owner}/${name}/actions/runs/${run.id}`;
  const conclusion = status === "completed" ? run.conclusion : null;
  return ok({ total_count: 1, workflow_runs: [{ id: run.id, status, conclusion, html_url: url }] });
}

const dispatch: OnRepository = (github, repository, [workflow]) => {
  const all = repository.runs.get(workflow) ?? [];
  all.push(started(github, repository, workflow, all.length + 1));
  return { status: 204 };
};

export const runRoutes: readonly (readonly [string, OnRepository])[] = [
  ["GET /repos/([^/]+)/([^/]+)/actions/workflows/([^/]+)/runs", runs],
  ["POST /repos/([^/]+)/([^/]+)/actions/workflows/([^/]+)/dispatches", dispatch],
];

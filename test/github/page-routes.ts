import type { Json, OnRepository } from "./routes";
import type { Repository, StandIn } from "./stand-in";

const asBody = ({ owner }: StandIn, { name }: Repository): Json => ({
  url: `https://api.github.com/repos/${owner}/${name}/pages`,
  ...{ cname: null, custom_404: false, public: true, build_type: "workflow" },
  html_url: `https://${owner.toLowerCase()}.github.io/${name}/`,
});

const read: OnRepository = (github, repository) =>
  repository.site ? { status: 200, body: asBody(github, repository) } : { status: 404, body: { message: "Not Found" } };

/** With what GitHub answers: of a plan, of an organization, and of a site that is there. */
const create: OnRepository = (github, repository) => {
  const { noPages } = github.quirks;
  if (github.isUnprotected(repository)) {
    return { status: 422, body: { message: "Your current plan does not support GitHub Pages for this repository." } };
  }
  if (noPages !== undefined) return { status: 403, body: { message: noPages } };
  if (repository.site) return { status: 409, body: { message: "GitHub Pages is already enabled." } };
  repository.site = true;
  return { status: 201, body: asBody(github, repository) };
};

export const pageRoutes: readonly (readonly [string, OnRepository])[] = [
  ["GET /repos/([^/]+)/([^/]+)/pages", read],
  ["POST /repos/([^/]+)/([^/]+)/pages", create],
];

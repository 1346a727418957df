import type { Portfolio } from "../portfolio/portfolio";
import { readRepository } from "./actual";
import { desiredRepositories, type LocalRepository } from "./desired";
import { checkLogin } from "./login";
import type { Publication } from "./plan";

/** What should be and what is. Private, unless a person asked for public now, or did before and was interrupted. */
export async function readPublication(
  portfolio: Portfolio,
  repositories: readonly LocalRepository[],
  askedPublic: boolean,
): Promise<Publication> {
  const owner = await checkLogin(portfolio.owner);
  const desired = desiredRepositories(portfolio, repositories, askedPublic);
  const read = await Promise.all(desired.map(async (one) => ({ desired: one, actual: await readRepository(one, owner) })));
  const isPublic = askedPublic || read.some(({ actual }) => actual?.isPublic);
  return {
    owner,
    repositories: read.map(({ desired, actual }) => ({ desired: { ...desired, isPublic: actual?.isPublic ?? isPublic }, actual })),
  };
}

import type { Portfolio } from "../portfolio/portfolio";
import { readRepository } from "./actual";
import { desiredRepositories, type LocalRepository } from "./desired";
import { readLocal } from "./local";
import { checkLogin } from "./login";
import type { Publication } from "./plan";

/** What a person asked for now. */
export interface Asked {
  readonly isPublic: boolean;
  /** The App of the hand-over, which they did without before. */
  readonly app: boolean;
}

/** What should be and what is. Private, unless a person asked for public now, or did before and was interrupted. */
export async function readPublication(portfolio: Portfolio, repositories: readonly LocalRepository[], asked: Asked): Promise<Publication> {
  const owner = await checkLogin(portfolio.owner);
  const all = desiredRepositories(portfolio, repositories, asked.isPublic);
  const read = await Promise.all(
    all.map(async (desired) => {
      const actual = await readRepository(desired, owner);
      const local = await readLocal(desired, actual);
      return { desired, actual, local: { ...local, skipsApp: local.skipsApp && !asked.app } };
    }),
  );
  const isPublic = asked.isPublic || read.some(({ actual }) => actual?.isPublic);
  return {
    owner,
    repositories: read.map(({ desired, actual, local }) => ({
      ...{ desired: { ...desired, isPublic: actual?.isPublic ?? isPublic }, actual, local },
    })),
  };
}

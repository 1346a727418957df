import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gitOfPerson, reasonOf } from "../child-process";
import type { Tree, TreeFile } from "../files/tree";
import { fillFolder } from "../files/write-tree";
import { flagOf } from "../portfolio/option-text";
import type { PortfolioOptions } from "../portfolio/options";
import { type Portfolio, resolvePortfolio } from "../portfolio/portfolio";
import { repositoriesOf } from "../portfolio/repositories";
import { Failure, UsageError } from "../usage-error";
import { BRANCH } from "./adoptable";
import { beginBranch, commitOf, type Standing, standingOf, takeBack } from "./branch-commit";
import { commitByHand, firstCommit } from "./first-commit";
import { sorted } from "./in-the-way";
import { whyNoCommit } from "./no-commit";
import { type RenderedRepository, renderRepository } from "./render-portfolio";
import { writeAtomically } from "./staging";

/** What becomes of a repository that a person had before, and what comes beside it. Nothing is done before it is applied. */
export interface Adoption {
  readonly folder: string;
  readonly portfolio: Portfolio;
  /** Where the repository stands: its branch stays as it is. */
  readonly standing: Standing;
  /** New files in it; no other one changes. */
  readonly files: Tree;
  /** Files of a portfolio that it does not get, because the person has such a file. */
  readonly theirs: readonly string[];
  readonly beside: readonly RenderedRepository[];
  /** @returns what could not be done, and how to do it by hand */
  apply(): Promise<readonly string[]>;
}

/**
 * @param more files besides those of the portfolio, which are the person's at once
 * @throws PortfolioError or UsageError that says what is wrong or in the way
 */
export async function planAdoption(path: string, options: PortfolioOptions, more: Tree): Promise<Adoption> {
  const folder = resolve(path);
  const besides = new Map([...more, ...(await attributesFor(folder))]);
  const home = dirname(folder);
  const portfolio = resolvePortfolio(options);
  const whole = new Map([...renderRepository(portfolio, "app", folder), ...besides]);
  const { theirs, there } = sorted(folder, whole);
  const own = resolvePortfolio({ ...options, ...(theirs.length > 0 && { own: [...theirs] }) });
  const rendered = new Map([...renderRepository(own, "app", folder), ...besides]);
  const files = new Map([...rendered].filter(([file]) => !theirs.includes(file) && !there.includes(file)));
  const beside = repositoriesOf(portfolio)
    .filter(({ role }) => role !== "app")
    .map((repository) => ({ ...repository, tree: renderRepository(portfolio, repository.role, join(home, repository.name)) }));
  for (const { role, name } of beside) assertFree(join(home, name), `${role}Repository`);
  const standing = await standingOf(folder);
  const adoption = { folder, portfolio, standing, files, theirs, beside };
  return { ...adoption, apply: () => apply(adoption, home) };
}

/** No shell takes the line endings of Windows, whatever the other files of the repository have. */
async function attributesFor(folder: string): Promise<Tree> {
  const content = "# Whatever line endings the repository has: a shell takes no others.\n*.sh text eol=lf\n";
  const file: TreeFile = { content, executable: false, ownership: "seeded" };
  const said = await gitOfPerson(folder, ["check-attr", "eol", "--", "scripts/portfolio.sh"]);
  return new Map(said.endsWith(" crlf\n") ? [["scripts/.gitattributes", file]] : []);
}

function assertFree(folder: string, option: string): void {
  if (existsSync(folder)) throw new UsageError(`${folder} is in the way: move it, or give another name with --${flagOf(option)}`);
}

/** The commit first, which nobody sees before its branch is there; the branch last, when everything else is complete. */
async function apply({ folder, portfolio, standing, files, beside }: Omit<Adoption, "apply">, home: string): Promise<string[]> {
  const commit = await commitOf(folder, files, messageFor(portfolio), portfolio.options).catch((error) => {
    throw new Failure(`git cannot make the commit in ${folder}: ${whyNoCommit(error)}`);
  });
  const problems: string[] = [];
  let isBegun = false;
  const begin = async () => {
    await beginBranch(folder, BRANCH, commit).catch((error) => {
      throw new Failure(`git cannot begin the branch ${BRANCH} in ${folder}: ${reasonOf(error)}`);
    });
    isBegun = true;
  };
  const write = beside.reduceRight<() => Promise<void>>(
    (next, { name, tree }) =>
      async () => {
        const place = join(home, name);
        await writeAtomically(place, async (staging) => {
          fillFolder(staging, tree);
          const reason = await firstCommit(staging, portfolio);
          if (reason) problems.push(`No first commit: ${reason}. To make it yourself:\n  ${commitByHand(place)}`);
          await next();
        });
      },
    begin,
  );
  try {
    await write();
  } catch (error) {
    if (isBegun) await takeBack(folder, BRANCH, standing);
    throw error;
  }
  return problems;
}

function messageFor({ services }: Portfolio): string {
  const names = services.map(({ name }) => name).join(" and ");
  return `Deliver ${names}: pipeline, ${services.length > 1 ? "images" : "image"} and contract\n\nOnly new files. From create-devops-portfolio adopt.`;
}

import { posix } from "node:path";
import { pageOf, type Said } from "../../workspace/page";
import { isRenderedLater } from "../../workspace/pictures";
import { normalize, type Repository } from "../../workspace/repository";
import type { Check } from "../finding";
import { documented, pagesOf } from "../pages/pages";
import type { DocumentedPortfolio } from "../pages/portfolio";

export const p02: Check = {
  id: "P02",
  title: "A link between the pages of a portfolio leads nowhere",
  story:
    "Symptom: 404, or a page that opens at its top. Relative links, anchors, and links to files, workflows and headings of the portfolio's own repositories on GitHub are followed.",
  *detect(workspace) {
    const portfolio = documented(workspace);
    if (!portfolio) return;
    for (const repository of portfolio.repositories)
      for (const { file, page } of pagesOf(repository))
        for (const link of page.links) {
          const cause = problemOf(portfolio, repository, file.folder, link, file.path);
          if (cause)
            yield {
              severity: "error",
              place: { file, line: link.line },
              evidence: link.text,
              cause,
              fix: "Correct the link, or the name of what it leads to.",
            };
        }
  },
};

function problemOf(portfolio: DocumentedPortfolio, repository: Repository, folder: string, { text }: Said, from: string) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return onGitHub(portfolio, text);
  const [path = "", anchor] = text.split("#");
  const wanted = path ? normalize(posix.join(folder, decoded(path))) : from;
  if (isRenderedLater(repository, wanted)) return undefined;
  if (wanted.startsWith("..") || !repository.has(wanted)) return `the link ${text} leads nowhere`;
  return anchor ? noHeading(repository, wanted, anchor) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A link to a file of one of the repositories, or to a workflow of theirs. */
function onGitHub({ options, others, repositories }: DocumentedPortfolio, target: string): string | undefined {
  const prefix = `https://github.com/${options.owner}/`;
  if (!others || !target.startsWith(prefix)) return undefined;
  const below = target.slice(prefix.length);
  const [name, ...rest] = below.split(/[/#]/);
  const home = repositories.find((candidate) => candidate.name === name);
  if (!home) return `${target} is none of the portfolio's repositories`;
  const [, path, anchor] = /^[^/#]+\/(?:blob|tree)\/main\/([^#]+)(?:#(.+))?$/.exec(below) ?? [];
  const workflow = rest[0] === "actions" && rest[1] === "workflows" ? `.github/workflows/${rest[2]}` : undefined;
  const wanted = path ?? workflow;
  if (wanted && !home.has(wanted)) return `${name} has no ${wanted}`;
  const heading = anchor ?? (rest.length === 1 && target.includes("#") ? rest[0] : undefined);
  return heading ? noHeading(home, path ?? "", heading) : undefined;
}

function noHeading(repository: Repository, path: string, anchor: string): string | undefined {
  const file = repository.file(path) ?? repository.file(posix.join(path, "README.md"));
  if (!file?.name.endsWith(".md") || pageOf(file).headings.has(anchor)) return undefined;
  return `${file.name} has no heading #${anchor}`;
}

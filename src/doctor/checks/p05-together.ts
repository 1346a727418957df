import { regionsOf } from "../../regions";
import { RECORD } from "../../workspace/projects";
import type { Check, Sight } from "../finding";
import { documented, pagesOf } from "../pages/pages";
import { type DocumentedPortfolio, recordOf } from "../pages/portfolio";
import { unwritten } from "../pages/sections";

export const p05: Check = {
  id: "P05",
  title: "The parts of a portfolio do not belong together",
  story:
    "Its repositories are made from one set of options, which each of them records; a list of decisions names each decision; regions of facts in a page of the user's have a beginning and an end. Sections that wait for their author are noted.",
  *detect(workspace) {
    const portfolio = documented(workspace);
    if (!portfolio) return;
    yield* options(portfolio);
    yield* decisions(portfolio);
    for (const { file, isManaged } of pagesOf(portfolio.docs)) {
      if (isManaged) continue;
      const at = (line: number) => ({ place: { file, line }, evidence: file.lines[line - 1] ?? "" });
      for (const { line, text } of regionsOf(file.lines).problems)
        yield { severity: "error", ...at(line + 1), cause: text, fix: "npx projen writes what stands between both markers." };
      for (const { line, text } of unwritten(file.lines))
        yield { severity: "note", ...at(line), cause: `"${text}" is not written yet`, fix: "Write it in your own words." };
    }
  },
};

/** Several repositories, one set of options. */
function* options({ docs, options: here, others }: DocumentedPortfolio): Generator<Sight> {
  const file = docs.file(RECORD)!;
  for (const repository of others ? [...others.apps, others.infra] : []) {
    const there = recordOf(repository)?.options ?? {};
    for (const name of new Set([...Object.keys(here), ...Object.keys(there)])) {
      const [ours, theirs] = [here[name], there[name]].map((value) => JSON.stringify(value));
      if (ours === theirs) continue;
      const line = Math.max(1, file.lines.findIndex((text) => text.includes(`"${name}":`)) + 1);
      const cause = `${name} is ${ours} here and ${theirs} in ${repository.name}`;
      yield { severity: "error", place: { file, line }, evidence: "", cause, fix: "Run npx create-devops-portfolio sync." };
    }
  }
}

/** Every decision is in the list of decisions. */
function* decisions({ docs }: DocumentedPortfolio): Generator<Sight> {
  const list = docs.file("adr/README.md");
  for (const file of docs.under("adr").filter(({ name }) => /^\d{4}-.*\.md$/.test(name)))
    if (list && !list.text.includes(`(${file.name})`))
      yield {
        severity: "error",
        place: { file, line: 1 },
        evidence: file.lines[0] ?? "",
        cause: `${list.path} does not name this decision`,
        fix: "Run npx projen, or add it there.",
      };
}

import type { Check } from "../finding";
import { Claims } from "../pages/claims";
import { Facts } from "../pages/facts";
import { documented, pagesOf } from "../pages/pages";
import { linesNamed } from "../pages/sections";

export const p01: Check = {
  id: "P01",
  title: "A page says of the portfolio what is not so",
  story:
    "Whoever follows the documentation finds another port, path, script, metric or alert than it names. Paths, commands with their options, ports, names, routes, metrics, alerts, jobs and numbers in the pages of the docs repository are looked up in the other repositories.",
  *detect(workspace) {
    const portfolio = documented(workspace);
    if (!portfolio?.others) return;
    const claims = new Claims(new Facts(portfolio, portfolio.others));
    const fix = "Correct the sentence, or what it speaks of.";
    for (const { file, isHeld } of pagesOf(portfolio.docs)) {
      const at = (line: number) => ({ severity: "error" as const, place: { file, line }, evidence: file.lines[line - 1] ?? "" });
      for (const { line, text } of claims.wrong(file)) if (isHeld(line)) yield { ...at(line), cause: text, fix };
      for (const { line, repository, file: target, number, said } of linesNamed(file.lines)) {
        const home = portfolio.repositories.find(({ name }) => name === repository);
        if (home && !home.file(target)?.lines[number - 1]?.includes(said))
          yield { ...at(line), cause: `${repository}/${target} has no ${said} in line ${number}`, fix: "npx projen writes the line anew." };
      }
    }
  },
};

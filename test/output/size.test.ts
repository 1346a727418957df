import { basename } from "node:path";
import { resolvePortfolio } from "../../src/portfolio/portfolio";
import { renderPortfolio } from "../../src/synthesis/render-portfolio";
import { OWNER } from "../support/portfolio";

/** Everything that a person gets, and should be able to explain: the default portfolio. */
const files = renderPortfolio(resolvePortfolio({ owner: OWNER }), "/nowhere").flatMap(({ role, tree }) =>
  [...tree].map(([path, { content }]) => ({ path: `${role}/${path}`, lines: content.split("\n").length - 1 })),
);
const shell = files.filter(({ path }) => /\.(sh|jq)$/.test(path));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

// A ceiling is what there is: who takes something away lowers it, so that it can only fall.
test.each<[what: string, now: number, ceiling: number]>([
  ["files", files.length, 165], // 120 is the goal
  ["lines of shell and jq", sum(shell.map(({ lines }) => lines)), 1433], // 700
  ["lines of the longest script", Math.max(...shell.map(({ lines }) => lines)), 80], // 80, reached
  ["scripts above 80 lines", shell.filter(({ lines }) => lines > 80).length, 0], // 0, reached
  ["lines of README_TECH.md", files.find(({ path }) => basename(path) === "README_TECH.md")?.lines ?? Number.NaN, 348], // 350, reached
])("the default portfolio has no more %s than it had", (_, now, ceiling) => {
  expect(now).toBeLessThanOrEqual(ceiling);
});

/**
 * What another door than the command builds on, such as the Yeoman generators (`create-devops-portfolio/scaffold`): the
 * options and how to ask for them, and the repositories that follow from them.
 */

export { differenceText, doneText } from "./cli/extension-text";
export { guessAuthor, guessOwner } from "./cli/owner";
export { itemFrom, planAddition } from "./cli/plan-extension";
export { compareTree } from "./files/compare";
export { recover } from "./files/journal";
export { applyChanges, replacement } from "./files/write-tree";
export { closest } from "./portfolio/closest";
export { convert, defaultOf, flagOf } from "./portfolio/option-text";
export { resolvePortfolio } from "./portfolio/portfolio";
export { PortfolioError } from "./portfolio/problems";
export { asksForHost, HOST_QUESTION, optionsToAsk, preset, problemWith } from "./portfolio/questions";
export { repositoriesOf } from "./portfolio/repositories";
export { flatOptionNames, optionNames, optionsSchema } from "./portfolio/schema";
export { warningsOf } from "./portfolio/warnings";
export { repositoriesIn } from "./repositories/neighbours";
export { renderProjenrc } from "./repositories/projenrc";
export { readRecord, samePortfolio } from "./repositories/record";
export { problemsOf } from "./repositories/report";
export { differences, portfolioFor, sharedOptions } from "./repositories/same-portfolio";
export { applyExtension } from "./synthesis/extend-portfolio";
export { folderPages } from "./synthesis/folder-pages";
export { installDependencies } from "./synthesis/install";
export { renderRepository, repositoryClasses, roles } from "./synthesis/render-portfolio";
export { absentFrom, portfolioAt } from "./synthesis/whole";

/**
 * What another door than the command builds on, such as the Yeoman generators (`create-devops-portfolio/scaffold`): the
 * options and how to ask for them, and the repositories that follow from them.
 */

export { renderProjenrc } from "../components/projenrc";
export { closest } from "../portfolio/closest";
export { resolvePortfolio } from "../portfolio/portfolio";
export { PortfolioError } from "../portfolio/problems";
export { optionNames, optionsSchema } from "../portfolio/schema";
export { convert, flagOf } from "./flags";
export { defaultOf } from "./help";
export { installDependencies } from "./install";
export { guessOwner } from "./owner";
export { preset, problemWith } from "./prompts";
export { readRecord, samePortfolio } from "./sync";
export { listFiles, repositoryClasses, roles, writeRepository } from "./write-portfolio";

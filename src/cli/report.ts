import type { Portfolio } from "../portfolio/portfolio";
import type { WrittenRepository } from "../synthesis/render-portfolio";

/** Every file with its owner. */
export function tree(repositories: readonly WrittenRepository[]): string {
  const lines = repositories.flatMap(({ name, files }) => [`${name}/`, ...files.map(({ path, owner }) => `  ${owner.padEnd(8)} ${path}`)]);
  return `${lines.join("\n")}\n\n${summary(repositories)}\nNothing was written.\n`;
}

/** A line a repository. */
export function summary(repositories: readonly WrittenRepository[]): string {
  const width = Math.max(...repositories.map(({ name }) => name.length));
  const rows = repositories.map(({ name, files }) => {
    const managed = files.filter(({ owner }) => owner === "managed").length;
    return `${name.padEnd(width)}  ${files.length} files: ${managed} managed (kept right by npx projen), ${files.length - managed} seeded (yours)`;
  });
  return rows.join("\n");
}

/** What was done and the three commands to type next. */
export function nextSteps(portfolio: Portfolio, directory: string, installed: boolean): string {
  const { services, options } = portfolio;
  const tests = services.map(({ repository, runtime: { commands } }) => {
    return `(cd ${repository} && ${installed ? commands.test : `${commands.install} && ${commands.test}`})`;
  });
  const steps = [`cd ${shellWord(directory)}`, ...tests, `(cd ${options.infraRepository} && npx projen up)`];
  const repositories = [...services.map(({ repository }) => repository), options.infraRepository];
  return `Wrote ${repositories.join(", ")} and ${options.docsRepository} in ${directory}.\n\nNext:\n${steps.map((step) => `  ${step}\n`).join("")}`;
}

function shellWord(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What will work, but perhaps not as it was meant. */
export function warningLines(warnings: readonly string[]): string {
  return warnings.map((warning) => `Warning: ${warning}`).join("\n");
}

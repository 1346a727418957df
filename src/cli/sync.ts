import { planSync } from "../synthesis/sync";

interface How {
  /** Say what would change, and write nothing. */
  readonly dryRun: boolean;
}

/** Carries the options of a repository to its siblings, and says what became of each. */
export function sync(repository: string, { dryRun }: How): void {
  const { portfolio, siblings, steps } = planSync(repository, (text) => process.stderr.write(`${text}\n`));
  const names = portfolio.services.map(({ name }) => name).join(", ");
  if (siblings === 0) process.stdout.write(`No sibling repository of ${names} was found.\n`);
  for (const { folder, outcome, message, apply } of steps) {
    const failed = outcome === "byHand" || outcome === "refused";
    const changes = outcome !== "upToDate" && !failed;
    const waiting = dryRun ? [] : apply();
    const text = dryRun && changes ? `${folder}: would ${outcome === "restored" ? "be restored" : `get the options of ${names}`}` : message;
    (failed ? process.stderr : process.stdout).write(`${text}\n`);
    if (waiting.length > 0) process.stderr.write(`${waiting.join("\n")}\n`);
    if (waiting.length > 0) process.exitCode = 1;
  }
  if (steps.some(({ outcome }) => outcome === "byHand" || outcome === "refused")) process.exitCode = 1;
}

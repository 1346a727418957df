import { planSync } from "../synthesis/sync";
import type { Arguments } from "./flags";

/** `create-devops-portfolio sync [repository]` */
export function sync({ positionals }: Arguments): void {
  const { portfolio, siblings, steps } = planSync(positionals[1] ?? ".", (text) => process.stderr.write(`${text}\n`));
  if (siblings === 0) process.stdout.write(`No sibling repository of ${portfolio.appName} was found.\n`);
  for (const { outcome, message, apply } of steps) {
    apply();
    (outcome === "byHand" ? process.stderr : process.stdout).write(`${message}\n`);
  }
  if (steps.some(({ outcome }) => outcome === "byHand")) process.exitCode = 1;
}

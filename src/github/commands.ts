import { shellWord } from "../shell-word";
import { packagePath, runsPath } from "./actual";
import { HAND_OVER } from "./desired";
import { apiArguments, type Call } from "./gh";
import { exchangeCall, receivers, secretArguments, variableCall } from "./hand-over";
import { newAppPage, packagePage } from "./pages";
import { infraOf, type Publication } from "./plan";
import { asTyped } from "./push";
import type { HandOverStep, PackageStep, Step } from "./steps";

/** The commands of a step as a person would type them, from the same source as those that are run. */
export function commandsOf(step: Step, steps: readonly Step[], publication: Publication): string {
  switch (step.kind) {
    case "call":
      return step.calls.map(callAsCommand).join("\n");
    case "push":
      return asTyped(step.repository.folder, step.commands);
    case "run":
      return `# again and again, until it has ended:\n${read(runsPath(step.repository))}`;
    case "package":
      return packageCommands(step, publication);
    case "handOver":
      return handOverCommands(step, steps, publication);
  }
}

function packageCommands({ repository, name, title }: PackageStep, { owner }: Publication): string {
  const byHand = `# ${title}: ${packagePage(repository, name, owner)}`;
  return repository.isPublic ? `${byHand}\n# then, to see it:\n${read(packagePath(repository, name, owner))}` : byHand;
}

/** One App for all apps, with the first of them. */
function handOverCommands(step: HandOverStep, steps: readonly Step[], { owner, repositories }: Publication): string {
  const apps = steps.filter(({ kind }) => kind === "handOver").map(({ repository }) => repository);
  const infra = infraOf(repositories)?.desired;
  if (apps[0] !== step.repository || !infra) return "# with the App of the first service";
  return [
    `# you create the App: ${newAppPage(owner)}; GitHub answers with a code, and for it with the App`,
    callAsCommand(exchangeCall("<code>")),
    ...receivers(infra, apps).flatMap((repository) => [
      callAsCommand(variableCall(repository, "<client id>")),
      `${asWords(["gh", ...secretArguments(repository)])} < private-key.pem # from memory: ${HAND_OVER.secret} is never on disk`,
    ]),
  ].join("\n");
}

const read = (path: string): string => callAsCommand({ method: "GET", path });

function callAsCommand(call: Call): string {
  const input = call.body ? ` <<< ${shellWord(JSON.stringify(call.body))}` : "";
  return `${asWords(["gh", ...apiArguments(call)])}${input}`;
}

const asWords = (words: readonly string[]): string => words.map(shellWord).join(" ");

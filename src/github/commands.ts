import { shellWord } from "../shell-word";
import { HAND_OVER } from "./desired";
import type { Call } from "./gh";
import type { Step } from "./plan";

/** The commands of a step as a person would type them. */
export function commandsOf(step: Step): string {
  const { owner, name, folder, url, workflow } = step.repository;
  const repository = `${owner}/${name}`;
  switch (step.kind) {
    case "call":
      return step.calls.map(callAsCommand).join("\n");
    case "push":
      return `git -C ${shellWord(folder)} push --set-upstream ${url}.git main`;
    case "run":
      return `gh run watch --exit-status --repo ${repository} "$(gh run list --repo ${repository} --workflow ${workflow} --limit 1 --json databaseId --jq '.[0].databaseId')"`;
    case "package":
      return `# by hand: ${step.title}`;
    case "handOver":
      return [
        "# by hand: register the App; what it gives goes here",
        `gh variable set ${HAND_OVER.variable} --repo ${repository} --body "<client id>"`,
        `gh secret set ${HAND_OVER.secret} --repo ${repository} < private-key.pem`,
      ].join("\n");
  }
}

function callAsCommand({ method, path, body }: Call): string {
  const input = body ? ` --input - <<< ${shellWord(JSON.stringify(body))}` : "";
  return `gh api --method ${method} ${shellWord(path)}${input}`;
}

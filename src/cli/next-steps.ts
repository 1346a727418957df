import { exampleOf } from "../portfolio/model";
import type { Portfolio } from "../portfolio/portfolio";
import { firstOfEach } from "../portfolio/repositories";
import { scopeOf } from "../portfolio/scope";
import { shellWord } from "../shell-word";
import { installLine, missingTools } from "./machine";

/** The starting points of a new portfolio: by what a person wants, and by what this machine has. */
export function nextSteps(portfolio: Portfolio, directory: string, now: { readonly installed: boolean; readonly docker: boolean }): string {
  const { services, options } = portfolio;
  const names = [...firstOfEach(services).map(({ repository }) => repository), options.infraRepository];
  const doors = [see(portfolio, now.docker), change(portfolio, now.installed), onACluster(portfolio), onGitHub()];
  const lines = doors.flatMap(([title, first, ...rest]) => [
    `${title.padEnd(14)}${first}`,
    ...rest.map((line) => `${" ".repeat(14)}${line}`),
  ]);
  return `Wrote ${names.join(", ")} and ${options.docsRepository}
in ${directory}. Next:

  cd ${shellWord(directory)}

${lines.map((line) => `${line}\n`).join("")}`;
}

type Door = readonly [title: string, first: string, ...rest: string[]];

function see(portfolio: Portfolio, docker: boolean): Door {
  const { serves, appRepository, composeUp, isScraped, localPorts, composePort } = scopeOf(portfolio);
  const addresses = [
    ...(serves ? [`page http://localhost:${composePort}`] : []),
    ...(isScraped ? [`dashboard http://localhost:${localPorts.grafana}`] : []),
  ];
  const lines = [...(docker ? [] : ["needs Docker, which does not answer here"]), ...(addresses.length > 0 ? [addresses.join(", ")] : [])];
  return ["See it", inFolder(appRepository, composeUp), ...lines];
}

function change(portfolio: Portfolio, installed: boolean): Door {
  const { repository, runtime, port } = exampleOf(portfolio);
  const { install, dev } = runtime.commands;
  const steps = [
    ...(installed || !install ? [] : [inFolder(repository, install)]),
    ...(dev ? [inFolder(repository, dev(port))] : []),
    runtime.firstFile ? `then edit ${runtime.firstFile}` : `put your app and its Dockerfile into ${repository}`,
  ];
  return ["Change it", ...(steps as [string, ...string[]])];
}

function onACluster({ environments, options }: Portfolio): Door {
  const missing = missingTools(["kubectl", "helm", "jq", "curl", "docker", ...(environments[0].cluster.isLocal ? ["minikube"] : [])]);
  return [
    `On ${environments[0].cluster.title}`,
    ...(missing.length > 0 ? [`first ${installLine(missing)}`] : []),
    inFolder(options.infraRepository, "./scripts/up.sh"),
  ] as unknown as Door;
}

function onGitHub(): Door {
  const missing = missingTools(["gh"]);
  const command = "npx create-devops-portfolio publish .";
  return missing.length > 0 ? ["On GitHub", `first ${installLine(missing)}, gh auth login`, command] : ["On GitHub", command];
}

function inFolder(folder: string, command: string): string {
  return `(cd ${shellWord(folder)} && ${command})`;
}

import type { ActualRepository } from "./actual";
import { cloudCommands } from "./cloud";
import { type DesiredRepository, HAND_OVER } from "./desired";
import { packagePage } from "./pages";
import { infraOf, isDeployed, missingPackages, type Publication, type PublishedRepository, packageIn } from "./plan";
import { hasHandOver, lacksProtection, lacksPulls } from "./settings";
import { siteLeft } from "./site";
import { uncommitted } from "./uncommitted";

/** What only a person can do, with the page or the command for it. */
export function leftForPerson({ owner, repositories }: Publication, askedPublic: boolean): string[] {
  const infra = infraOf(repositories);
  return repositories.flatMap(({ desired, actual, local }) => {
    if (!actual) return [];
    const { name, isPublic, url } = desired;
    const access = (its: string) => (isPublic ? `make ${its} public` : `let ${infra?.desired.name} read ${its} (Manage Actions access)`);
    const packages = missingPackages(desired, actual, infra).map(
      (each) => `${access(packageIn(desired, each))}: ${packagePage(desired, each, owner)}`,
    );
    const lines = [
      uncommitted(desired, local),
      askedPublic && !actual.isPublic && "it was private before: make it public in its settings, if you want",
      ...packages,
      desired.role === "app" &&
        !hasHandOver(actual) &&
        `no hand-over App${local.skipsApp ? ", as you chose" : ""}: new images are deployed within the hour instead of at once; run publish ${local.skipsApp ? "--app" : "again"} to make it`,
      lacksPulls(desired, actual) &&
        "its workflow promote may not open pull requests: ask an owner of the organization to allow it (Settings, Actions, General, Workflow permissions), or give this repository the App of its README, section Promote",
      siteLeft(desired, actual),
      lacksProtection(actual) && "private repositories of your plan have no rulesets and no branch rules of environments: public ones do",
      ...secretsLeft(desired, actual, infra),
      actual.run &&
        actual.run.conclusion !== "success" &&
        `${desired.workflow} ${actual.run.conclusion ?? actual.run.status}: ${actual.run.url}`,
    ];
    const found = lines.filter((line) => typeof line === "string").map((line) => `${name}: ${line}`);
    return [...found, ...cloudLeft(desired, actual, url)];
  });
}

function secretsLeft(
  { secrets, owner, name }: DesiredRepository,
  actual: ActualRepository,
  infra: PublishedRepository | undefined,
): string[] {
  if (isDeployed(infra)) return []; // they may come from the organization
  const missing = secrets.filter((secret) => secret !== HAND_OVER.secret && !actual.secrets.includes(secret));
  return missing.map((secret) => `gh secret set ${secret} --repo ${owner}/${name}`);
}

function cloudLeft(desired: DesiredRepository, actual: ActualRepository, url: string): string[] {
  const missing = desired.variables.filter((name) => actual.variables[name] === undefined);
  if (missing.length === 0) return [];
  const commands = cloudCommands(desired, actual);
  const why = `${desired.name}: ${missing.join(", ")} lead to your cluster`;
  return [commands ? `${why}. Run this where you are logged in to the cloud:\n\n${commands}\n` : `${why}: see ${url}#readme`];
}

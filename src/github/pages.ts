import type { Owner } from "./actual";
import type { DesiredRepository } from "./desired";

/** The page on which a person changes who may see a package. */
export function packagePage({ owner, packageName = "" }: DesiredRepository, { isOrganization }: Owner): string {
  return `https://github.com/${isOrganization ? "orgs" : "users"}/${owner}/packages/container/${encodeURIComponent(packageName)}/settings`;
}

/** Where a GitHub App of this owner is made. */
export function newAppPage({ login, isOrganization }: Owner): string {
  return isOrganization ? `https://github.com/organizations/${login}/settings/apps/new` : "https://github.com/settings/apps/new";
}

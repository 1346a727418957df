import { type Owner, packagePath } from "./actual";
import type { DesiredRepository } from "./desired";

/** The page on which a person changes who may see a package. */
export const packagePage = (desired: DesiredRepository, name: string, owner: Owner): string =>
  `https://github.com/${packagePath(desired, name, owner)}/settings`;

/** Where GitHub Pages is switched on. */
export const sitePage = ({ url }: DesiredRepository): string => `${url}/settings/pages`;

/** Where a GitHub App of this owner is made. */
export function newAppPage({ login, isOrganization }: Owner): string {
  return isOrganization ? `https://github.com/organizations/${login}/settings/apps/new` : "https://github.com/settings/apps/new";
}

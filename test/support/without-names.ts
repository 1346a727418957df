import type { Scope } from "../../src/portfolio/scope";

/** A text without the names of its portfolio, of which none is more than letters, digits and hyphens to a shell or in a page. */
export function withoutNames(text: string, { portfolio }: { readonly portfolio: Scope }): string {
  const { appName, owner, ownerLower, appRepository, infraRepository, docsRepository, appNamespace, monitoringNamespace } = portfolio;
  const names = [appRepository, infraRepository, docsRepository, appName, owner, ownerLower, appNamespace, monitoringNamespace];
  return names.reduce((rest, name) => rest.replaceAll(name, "<name>"), text);
}

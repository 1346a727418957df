import { type ActualRepository, pathOf } from "./actual";
import type { DesiredRepository } from "./desired";
import type { Call } from "./gh";
import { sitePage } from "./pages";
import { lacksProtection } from "./settings";
import type { CallStep } from "./steps";

/** Whether GitHub Pages can be switched on. The plans that have it for private repositories are those that protect them. */
export function lacksSite({ hasSite }: DesiredRepository, actual: ActualRepository | undefined): boolean {
  return hasSite && actual?.site === undefined && !lacksProtection(actual);
}

/** After `main` is there. A run that found no site before is started again. */
export function site(repository: DesiredRepository, actual: ActualRepository | undefined, isPushed: boolean): CallStep | undefined {
  if (!lacksSite(repository, actual)) return undefined;
  const path = pathOf(repository);
  const again: Call = { method: "POST", path: `${path}/actions/workflows/${repository.workflow}/dispatches`, body: { ref: "main" } };
  return {
    kind: "call",
    title: `switch on GitHub Pages${repository.isPublic ? "" : ": everybody can read the site, unless you have GitHub Enterprise Cloud"}`,
    repository,
    calls: [{ method: "POST", path: `${path}/pages`, body: { build_type: "workflow" } }, ...(actual?.run && !isPushed ? [again] : [])],
    planDependent: true,
    policyStatuses: [403, 422],
  };
}

/** What a person has to do for it. */
export function siteLeft(desired: DesiredRepository, actual: ActualRepository): string | false {
  if (!desired.hasSite || actual.site !== undefined) return false;
  const page = sitePage(desired);
  if (lacksProtection(actual)) {
    return `no site: private repositories of your plan have none. Make it public and run publish again, or change the plan: ${page}`;
  }
  return `no site yet: choose GitHub Actions as the source at ${page}, which may take an owner of the organization; then run publish again`;
}

import { literal } from "../code";
import type { ServiceFiles } from "../service-files";
import { joined, type Routes } from "./route-tree";

/** Routes of Next.js that answer without a page: `app/…/route.ts` with a GET, and `pages/api`. */
export function nextRoutes(service: ServiceFiles): Routes {
  const base = basePath(service);
  if (base === undefined) return { routes: [], complete: false };
  const routes = service.named(/\.[jt]s$/).flatMap((file) => {
    const path = service.within(file).replace(/^src\//, "");
    const [, app] = /^app\/((?:.*\/)?)route\.[jt]s$/.exec(path) ?? [];
    const [, page] = /^pages\/(api\/.*)\.[jt]s$/.exec(path) ?? [];
    if (app !== undefined && !/export\s+(?:async\s+)?(?:function|const)\s+GET\b/.test(service.code(file))) return [];
    const found = app?.replace(/\([^)/]*\)\//g, "").replace(/\/$/, "") ?? page?.replace(/\/index$/, "");
    return found === undefined || /[[@]/.test(found) ? [] : [{ path: joined(base, found), place: { file, line: 1 } }];
  });
  return { routes, complete: false };
}

function basePath(service: ServiceFiles): string | undefined {
  const config = service.first("next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs");
  const written = config && /\bbasePath\s*:\s*([^,}\n]+)/.exec(service.code(config))?.[1];
  return written === undefined ? "" : literal(written);
}

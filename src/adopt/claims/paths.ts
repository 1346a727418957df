import type { Dependency } from "../dependencies";
import type { Claim } from "../fact";
import { djangoRoutes } from "../routes/django";
import { expressRoutes } from "../routes/express";
import { flaskAndFastapiRoutes } from "../routes/flask-fastapi";
import { goRoutes } from "../routes/go";
import { nestRoutes } from "../routes/nest";
import { nextRoutes } from "../routes/next";
import type { Route, Routes } from "../routes/route-tree";
import { springRoutes } from "../routes/spring";
import type { ServiceFiles } from "../service-files";
import { springProperty } from "../spring-properties";

const READERS: Readonly<Record<string, (service: ServiceFiles) => Routes>> = {
  express: expressRoutes,
  nest: nestRoutes,
  next: nextRoutes,
  flask: flaskAndFastapiRoutes,
  fastapi: flaskAndFastapiRoutes,
  django: djangoRoutes,
  spring: springRoutes,
  gin: goRoutes,
  chi: goRoutes,
  echo: goRoutes,
  "net/http": goRoutes,
};

const LIVE = /\/(health|healthz|healthcheck|health-check|livez|liveness|ping|status\/live|health\/live|health\/liveness)\/?$/i;
/** Words that are also those of matches, streams and files, but not at the top or below such a place. */
const LIVE_AT_TOP = /^\/((api|internal|management|monitor|probes?|system|-)\/)?(live|alive|up)\/?$/i;
const READY = /\/(ready|readyz|readiness|health\/ready|health\/readiness)\/?$/i;

/** Nothing of it is a parameter. */
const PLAIN = /^\/[\w.~/-]*$/;

export function routesOf(service: ServiceFiles, framework: string | undefined): Routes {
  const reader = framework === undefined ? undefined : READERS[framework];
  return reader?.(service) ?? { routes: [], complete: false };
}

/** Paths that answer for the health of the service; `checked` is what a health check of the image already asks for. */
export function healthClaims({ routes: all, complete }: Routes, checked: readonly Claim[]): Claim[] {
  const routes = all.filter(({ path }) => PLAIN.test(path));
  const known = checked.filter(({ fact }) => fact === "healthPath").flatMap(({ values }) => values);
  const live = routes.filter(({ path }) => (LIVE.test(path) || LIVE_AT_TOP.test(path)) && !READY.test(path));
  // A check that asks for another path than these contradicts them only where all paths are known.
  const answered = routes.filter(({ path }) => known.includes(path));
  const asLive = answered.length > 0 ? answered : known.length > 0 && !complete ? [] : live;
  return [
    ...claim("healthPath", asLive),
    ...claim(
      "readyPath",
      routes.filter(({ path }) => READY.test(path)),
    ),
  ];
}

function claim(fact: "healthPath" | "readyPath", routes: readonly Route[]): Claim[] {
  const once = [...new Map([...routes].reverse().map((route) => [route.path, route])).values()].reverse();
  const [values, places] = [once.map(({ path }) => path), once.map(({ place }) => place)];
  return places[0] ? [{ fact, values, place: places[0], places, says: "the source answers it" }] : [];
}

/** Spring Boot's Actuator answers for health where nothing moves or guards it. */
export function actuatorClaims(service: ServiceFiles, dependencies: readonly Dependency[]): Claim[] {
  const actuator = dependencies.find(({ name }) => name === "spring-boot-starter-actuator");
  const guarded = dependencies.some(({ name }) => /spring-boot-starter-(security|oauth2)/.test(name));
  if (!actuator || guarded || springProperty(service, "management.server.port")) return [];
  const prefix = actuatorPrefix(service);
  if (prefix === undefined) return [];
  const probes = springProperty(service, "management.endpoint.health.probes.enabled");
  const base = `${prefix}/health`;
  if (probes?.value !== "true") return [{ fact: "healthPath", values: [base], place: actuator.place, says: "Actuator answers it" }];
  const says = "Actuator's probes are enabled";
  return [
    { fact: "healthPath", values: [`${base}/liveness`], place: probes.place, says },
    { fact: "readyPath", values: [`${base}/readiness`], place: probes.place, says },
  ];
}

/** Where Actuator's endpoints are; nothing where a setting moves them in a way that is not plain. */
export function actuatorPrefix(service: ServiceFiles): string | undefined {
  const base = springProperty(service, "management.endpoints.web.base-path");
  const context = springProperty(service, "server.servlet.context-path");
  if ((base && base.value === undefined) || (context && context.value === undefined)) return undefined;
  if (springProperty(service, "management.endpoints.web.path-mapping.health")) return undefined;
  return `${context?.value ?? ""}${base?.value ?? "/actuator"}`.replace(/\/$/, "");
}

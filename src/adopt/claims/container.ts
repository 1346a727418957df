import type { Dockerfile } from "../../workspace/dockerfile";
import type { Place, Value } from "../../workspace/yaml";
import { listOf, part, textValue } from "../../workspace/yaml";
import { type Environment, filled } from "../environment";
import type { Claim, FactValue } from "../fact";
import type { ServiceFiles } from "../service-files";

/** What the Dockerfile says: the ports it exposes, the user, and what its health check asks for. */
export function dockerfileClaims(service: ServiceFiles): Claim[] {
  const { dockerfile } = service;
  if (!dockerfile) return [];
  const { exposed, user } = dockerfile;
  const claims: Claim[] = [];
  if (exposed.length > 0)
    claims.push({ fact: "port", values: exposed.map(({ port }) => port), place: dockerfile.at(exposed[0]!.line), says: "EXPOSE" });
  if (user) claims.push({ fact: "user", values: [user.text], place: dockerfile.at(user.line), says: "USER" });
  for (const check of dockerfile.final("HEALTHCHECK").slice(-1))
    claims.push(...healthCheckClaims(check.text, dockerfile.at(check.line), "HEALTHCHECK", dockerfile.environment));
  return [...claims, ...nginxUser(dockerfile)];
}

/** An image that has a user of its own. */
function nginxUser(dockerfile: Dockerfile): Claim[] {
  const last = dockerfile.stages.at(-1);
  if (!last || dockerfile.user || !/nginx-unprivileged|:nonroot|distroless.*nonroot/.test(last.image)) return [];
  const value: FactValue = /nginx-unprivileged/.test(last.image) ? "101" : "65532";
  return [{ fact: "user", values: [value], place: dockerfile.at(last.line), says: "the user of the base image" }];
}

const ADDRESS = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+|\$\{?\w+(?::-\d+)?\}?))?(\/[^\s"'|;)\\,\]?]*)?/;

function healthCheckClaims(text: string, place: Place, says: string, environment: Environment): Claim[] {
  const match = ADDRESS.exec(text);
  if (!match) return [];
  const written = filled(match[1] ?? "80", environment);
  const claims: Claim[] = [{ fact: "healthPath", values: [match[2] ?? "/"], place, says: `${says} asks for it` }];
  if (/^\d+$/.test(written)) claims.unshift({ fact: "port", values: [Number(written)], place, says: `${says} asks there` });
  return claims;
}

export interface ComposeService {
  readonly name: string;
  readonly value: Value;
  /** The folder that it is built from, in the repository. */
  readonly context: string;
  /** The stage of the Dockerfile that is built; its last, where none is named. */
  readonly target: string | undefined;
  readonly place: Place;
}

/** Whether Compose builds what the pipeline builds, which is the last stage. */
export const isOfImage = ({ dockerfile }: ServiceFiles, { target }: ComposeService): boolean =>
  target === undefined || dockerfile?.stages.at(-1)?.alias?.toLowerCase() === target.toLowerCase();

/** What Compose says of the service that is built here: the port within the container, and its health check. */
export function composeClaims(service: ServiceFiles, found: readonly ComposeService[]): Claim[] {
  const ofImage = found.filter((one) => isOfImage(service, one));
  return ofImage.flatMap(({ value, place }) => {
    const ports = listOf(part(value, "ports")).flatMap((entry) => {
      const target =
        textValue(part(entry, "target")) ??
        textValue(entry)
          ?.replace(/\/(tcp|udp)$/, "")
          .split(":")
          .at(-1);
      return target !== undefined && /^\d+$/.test(target) ? [Number(target)] : [];
    });
    const test = part(value, "healthcheck", "test");
    const text = Array.isArray(test) ? test.map(String).join(" ") : (textValue(test) ?? "");
    const claims: Claim[] = ports.length > 0 ? [{ fact: "port", values: ports, place, says: "Compose publishes it" }] : [];
    return [...claims, ...healthCheckClaims(text, place, "the health check of Compose", new Map())];
  });
}

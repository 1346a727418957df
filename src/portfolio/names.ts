import type { Contract } from "./contract";
import type { FlatOptions } from "./model";
import { isPlainText } from "./plain-text";
import type { Problem } from "./problems";
import type { Registry } from "./registries";

/** What reads a name in the end: what it accepts, and that in words. */
interface Grammar {
  readonly accepts: (name: string) => boolean;
  readonly rule: string;
}

const label: Grammar = {
  accepts: (name) => /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name),
  rule: "is not a DNS label: at most 63 characters a-z, 0-9 and inner hyphens",
};
/** Stricter than other objects' names: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
const service: Grammar = {
  accepts: (name) => /^[a-z]/.test(name) && label.accepts(name),
  rule: "is not the name of a Service: at most 63 characters a-z, 0-9 and inner hyphens, of which the first is a letter",
};
const plainText: Grammar = {
  accepts: isPlainText,
  rule: "is a boolean, a number or a date to YAML, not a name; choose another",
};
const folder: Grammar = { accepts: (name) => !name.startsWith("-"), rule: "starts with a hyphen, so that commands take it for a flag" };
/** Only there emphasis can end: https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis */
const markdown: Grammar = {
  accepts: (name) => !/_(?![A-Za-z0-9_])/.test(name),
  rule: "has an underscore that no letter or digit follows, which pages take for the end of emphasis",
};
const url: Grammar = {
  accepts: (address) => URL.canParse(address) && new URL(address).href === address,
  rule: "is not a URL as browsers write it",
};
/** Grammar of https://github.com/distribution/reference for the path within the registry. */
const imagePath: Grammar = {
  accepts: (path) => /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(path),
  rule: "is not the path of an image: lower-case letters and digits, between which may be one of . _ __ or hyphens, and slashes between parts",
};
const pathIn = ({ path }: Registry): Grammar => ({ accepts: (name) => path?.accepts.test(name) ?? true, rule: path?.rule ?? "" });
const MAXIMUM_REFERENCE = 255;
const image: Grammar = {
  accepts: (name) => `${name}@sha256:${"0".repeat(64)}`.length <= MAXIMUM_REFERENCE,
  rule: `has, with its digest, more than the ${MAXIMUM_REFERENCE} characters that a registry accepts`,
};
const registryHost: Grammar = {
  accepts: (host) => /[.:]|^localhost$/.test(host) && Number(host.split(":")[1] ?? 1) <= 65535,
  rule: "is not the host of a registry: one has a dot, a port up to 65535, or is localhost",
};

type Use = readonly [option: keyof FlatOptions, what: string, name: string | undefined, grammar: Grammar];

/** Every name in the form in which it is used last. */
function uses(options: FlatOptions, contract: Contract): Use[] {
  const written = ["appName", "appRepository", "infraRepository", "docsRepository", "appNamespace", "monitoringNamespace"] as const;
  const repositories = ["appRepository", "infraRepository", "docsRepository"] as const;
  const ofStack = ["prometheusName", "alertmanagerName", "operatorName", "grafanaName", "kubeStateMetricsName"] as const;
  return [
    // Names stand in many YAML files, and later in those that people write.
    ...[...written, "monitoringRelease" as const, "ingressHost" as const].map(
      (option): Use => [option, "name", options[option], plainText],
    ),
    ...repositories.map((option): Use => [option, "folder", options[option], folder]),
    ...repositories.map((option): Use => [option, "text", options[option], markdown]),
    ["appRepository", "address", contract.appUrl, url],
    ["infraRepository", "address", contract.infraUrl, url],
    ["docsRepository", "address", contract.docsUrl, url],
    ["appName", "Service", options.appName, service],
    ["appNamespace", "namespace", options.appNamespace, label],
    ["monitoringNamespace", "namespace", options.monitoringNamespace, label],
    ...ofStack.map((name): Use => ["monitoringRelease", "Service", contract[name], service]),
    ["registry", "host", contract.registryHost, registryHost],
    ["registry", "image's path", contract.imagePath, imagePath],
    ["registry", "image's path", contract.imagePath, pathIn(contract.registryType)],
    ["registry", "image", contract.image, image],
  ];
}

/** What is wrong with the names that follow from the options, one problem an option. */
export function nameProblems(options: FlatOptions, contract: Contract): Problem[] {
  const problems = new Map<string, Problem>();
  for (const [option, what, name, { accepts, rule }] of uses(options, contract)) {
    if (name === undefined || problems.has(option) || accepts(name)) continue;
    const value = options[option];
    const message = value === name ? rule : `makes the ${what} ${JSON.stringify(name)}, which ${rule}`;
    problems.set(option, { option, value, message: message + hint(option, options) });
  }
  return [...problems.values()];
}

/** `octocat` alone is an account on Docker Hub to Docker, not a registry. */
function hint(option: keyof FlatOptions, { registry }: FlatOptions): string {
  return option === "registry" && !/[.:]/.test(registry.split("/")[0]) ? `; for Docker Hub, give docker.io/${registry}` : "";
}

import { containerMembers } from "./container-members";
import type { EnvironmentOptions } from "./environment-options";
import type { PortfolioOptions } from "./options";
import type { OptionName } from "./schema";
import type { ServiceOptions } from "./service-options";

/** The options that describe the only service, and what each is called in the list of several. */
export const serviceMembers = {
  runtime: "runtime",
  appName: "name",
  appRepository: "repository",
  port: "port",
  exposure: "exposure",
  nodePort: "nodePort",
  platforms: "platforms",
  availabilityTarget: "availabilityTarget",
  latencyTargetMs: "latencyTargetMs",
  alertReceiver: "alertReceiver",
  ...containerMembers,
} as const satisfies Partial<Record<OptionName, keyof ServiceOptions>>;

/** The same for the only environment. */
export const environmentMembers = {
  replicas: "replicas",
  appNamespace: "namespace",
  cluster: "cluster",
  ingressHost: "host",
} as const satisfies Partial<Record<OptionName, keyof EnvironmentOptions>>;

export const lists = { services: serviceMembers, environments: environmentMembers };

/** The list that an option describes the only item of. */
export function listOf(option: string): keyof typeof lists | undefined {
  return (["services", "environments"] as const).find((list) => option in lists[list]);
}

/** How an option is called where it may be a member of a list's item: `nodePort`, or `services[1].nodePort`. */
export function pathOf(option: string, options: PortfolioOptions, places: { readonly services: number; readonly environments: number }) {
  const list = listOf(option);
  if (!list || !options[list]) return option;
  return `${list}[${places[list]}].${lists[list][option as keyof (typeof lists)[typeof list]]}`;
}

/** What the flat options say, as an item of a list. */
export function itemOf<Item>(list: keyof typeof lists, options: PortfolioOptions): Partial<Item> {
  const entries = Object.entries(lists[list]).map(([option, member]) => [member, options[option as OptionName]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The other way round: what an item says, under the names of the options. */
export function optionsOf<Members extends Readonly<Record<string, string>>, Item extends object>(members: Members, item: Item) {
  const entries = Object.entries(members).map(([option, member]) => [option, item[member as keyof Item]]);
  return Object.fromEntries(entries) as { readonly [Option in keyof Members]: Item[Members[Option] & keyof Item] };
}

/** Members that are written down even where they are as they would be anyway: they must not move when the list changes. */
export const alwaysWritten: Readonly<Record<keyof typeof lists, readonly string[]>> = {
  services: ["name", "runtime", "repository", "port", "nodePort"],
  environments: ["name", "cluster", "replicas"],
};

/** Options of the portfolio as a whole. */
export type WholeOption = Exclude<OptionName, keyof typeof serviceMembers | keyof typeof environmentMembers | keyof typeof lists>;

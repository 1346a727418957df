// What the options of the portfolio say of its services and environments: those of the only one, or lists of several.

export function servicesOf(options) {
  const { appName: name, appRepository: repository, port, nodePort, exposure, availabilityTarget } = options;
  return options.services ?? [{ name, repository, port, nodePort, exposure, availabilityTarget }];
}

export function environmentsOf(options) {
  return options.environments ?? [{ name: options.cluster, namespace: options.appNamespace ?? "<service>" }];
}

/** Each namespace that a service is deployed to. */
export function namespacesOf(options) {
  const named = environmentsOf(options).map(({ name, namespace = `<service>-${name}` }) => namespace);
  return servicesOf(options).flatMap(({ name }) => named.map((namespace) => namespace.replaceAll("<service>", name)));
}

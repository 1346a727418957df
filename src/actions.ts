/**
 * GitHub Actions by full commit SHA, with the version that the SHA is: those that templates use, in the only place where an
 * action is pinned. A tag can be moved (trivy-action's were, in March 2026); a SHA cannot.
 * What each takes as `with:` stands in test/pipeline/action-inputs.json: raise both together.
 */
export const actions = {
  "actions/attest": ["v4.2.2", "1e69f48acb82d1966a394da916b4c1698aa569d6"],
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "actions/create-github-app-token": ["v3.2.0", "bcd2ba49218906704ab6c1aa796996da409d3eb1"],
  "actions/deploy-pages": ["v5.0.0", "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128"],
  "actions/dependency-review-action": ["v5.0.0", "a1d282b36b6f3519aa1f3fc636f609c47dddb294"],
  "actions/download-artifact": ["v8.0.1", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"],
  "actions/setup-go": ["v7.0.0", "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e"],
  "actions/setup-java": ["v5.7.0", "b6effb05e454b25005698d916606bdc6ffcbf961"],
  "actions/setup-node": ["v7.0.0", "820762786026740c76f36085b0efc47a31fe5020"],
  "actions/setup-python": ["v7.0.0", "5fda3b95a4ea91299a34e894583c3862153e4b97"],
  "actions/upload-artifact": ["v7.0.1", "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"],
  "actions/upload-pages-artifact": ["v5.0.0", "fc324d3547104276b827a68afc52ff2a11cc49c9"],
  "anchore/scan-action": ["v7.4.0", "e1165082ffb1fe366ebaf02d8526e7c4989ea9d2"],
  "aws-actions/configure-aws-credentials": ["v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c"],
  "azure/setup-helm": ["v5.0.1", "9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310"],
  "DavidAnson/markdownlint-cli2-action": ["v24.2.0", "21c1be1b93ad9ed58fa840aacc3f279cde2a72ff"],
  "docker/build-push-action": ["v7.3.0", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a"],
  "docker/login-action": ["v4.6.0", "dbcb813823bdd20940b903addbd779551569679f"],
  "docker/metadata-action": ["v6.2.0", "dc802804100637a589fabce1cb79ff13a1411302"],
  "docker/setup-buildx-action": ["v4.3.0", "37fe631027851001ddb9b187196cc803df7f5f0e"],
  "google-github-actions/auth": ["v3.0.0", "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093"],
  "google-github-actions/get-gke-credentials": ["v3.0.0", "3da1e46a907576cefaa90c484278bb5b259dd395"],
  "hadolint/hadolint-action": ["v3.3.0", "2332a7b74a6de0dda2e2221d575162eba76ba5e5"],
  "raven-actions/actionlint": ["v2.2.0", "3d39aea434753780c3b3d4a1a31c854b4dbf49d7"],
} as const satisfies Readonly<Record<string, readonly [version: string, sha: string]>>;

export type ActionName = keyof typeof actions;

/**
 * The reference to an action for `uses:`, with its version as a comment, as Dependabot keeps it.
 *
 * @throws Error if a template, which no compiler reads, names an action without a pin.
 */
export function action(name: ActionName): string {
  if (!(name in actions))
    throw new Error(`No pin for the action ${name}: add it to src/actions.ts (pinned: ${Object.keys(actions).join(", ")})`);
  const [version, sha] = actions[name];
  return `${name}@${sha} # ${version}`;
}

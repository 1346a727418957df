/**
 * GitHub Actions by full commit SHA, with the version that the SHA is. The only place where an action is named with a pin.
 * A tag can be moved (trivy-action's were, in March 2026); a SHA cannot.
 */
const pins: Readonly<Record<string, readonly [version: string, sha: string]>> = {
  "actions/attest": ["v4.2.2", "1e69f48acb82d1966a394da916b4c1698aa569d6"],
  "actions/attest-build-provenance": ["v4.1.0", "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32"],
  "actions/cache": ["v5.0.5", "27d5ce7f107fe9357f9df03efb73ab90386fccae"],
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "actions/create-github-app-token": ["v3.2.0", "bcd2ba49218906704ab6c1aa796996da409d3eb1"],
  "actions/dependency-review-action": ["v5.0.0", "a1d282b36b6f3519aa1f3fc636f609c47dddb294"],
  "actions/download-artifact": ["v8.0.1", "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"],
  "actions/setup-node": ["v7.0.0", "820762786026740c76f36085b0efc47a31fe5020"],
  "actions/setup-python": ["v7.0.0", "5fda3b95a4ea91299a34e894583c3862153e4b97"],
  "actions/upload-artifact": ["v7.0.1", "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"],
  "anchore/sbom-action": ["v0.24.0", "e22c389904149dbc22b58101806040fa8d37a610"],
  "anchore/scan-action": ["v7.4.0", "e1165082ffb1fe366ebaf02d8526e7c4989ea9d2"],
  "aquasecurity/trivy-action": ["v0.36.0", "ed142fd0673e97e23eac54620cfb913e5ce36c25"],
  "astral-sh/setup-uv": ["v10.0.1", "20cfd1bf945f4377ade1205e4dbc17946fc9a30d"],
  "aws-actions/configure-aws-credentials": ["v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c"],
  "azure/k8s-set-context": ["v5.0.1", "8698eba2499e9012f0d5085f8798077cce4bc526"],
  "azure/setup-helm": ["v5.0.1", "9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310"],
  "azure/setup-kubectl": ["v5.1.0", "829323503d1be3d00ca8346e5391ca0b07a9ab0d"],
  "DavidAnson/markdownlint-cli2-action": ["v24.2.0", "21c1be1b93ad9ed58fa840aacc3f279cde2a72ff"],
  "docker/bake-action": ["v7.1.0", "a66e1c87e2eca0503c343edf1d208c716d54b8a8"],
  "docker/build-push-action": ["v7.3.0", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a"],
  "docker/login-action": ["v4.6.0", "dbcb813823bdd20940b903addbd779551569679f"],
  "docker/metadata-action": ["v6.2.0", "dc802804100637a589fabce1cb79ff13a1411302"],
  "docker/setup-buildx-action": ["v4.3.0", "37fe631027851001ddb9b187196cc803df7f5f0e"],
  "docker/setup-qemu-action": ["v4.2.0", "96fe6ef7f33517b61c61be40b68a1882f3264fb8"],
  "github/codeql-action": ["v4.37.7", "ff2f1c621b7f889edc0d3c761ac2e6a3f8cdb0dd"],
  "google-github-actions/auth": ["v3.0.0", "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093"],
  "google-github-actions/get-gke-credentials": ["v3.0.0", "3da1e46a907576cefaa90c484278bb5b259dd395"],
  "hadolint/hadolint-action": ["v3.3.0", "2332a7b74a6de0dda2e2221d575162eba76ba5e5"],
  "helm/chart-testing-action": ["v2.8.0", "6ec842c01de15ebb84c8627d2744a0c2f2755c9f"],
  "helm/kind-action": ["v1.14.0", "ef37e7f390d99f746eb8b610417061a60e82a6cc"],
  "medyagh/setup-minikube": ["v0.0.21", "e9e035a86bbc3caea26a450bd4dbf9d0c453682e"],
  "ossf/scorecard-action": ["v2.4.4", "2d1146689b8cda280b9bc96326124645441f03bc"],
  "peter-evans/repository-dispatch": ["v4.0.1", "28959ce8df70de7be546dd1250a005dd32156697"],
  "raven-actions/actionlint": ["v2.2.0", "3d39aea434753780c3b3d4a1a31c854b4dbf49d7"],
  "sigstore/cosign-installer": ["v4.1.2", "6f9f17788090df1f26f669e9d70d6ae9567deba6"],
  "step-security/harden-runner": ["v2.20.1", "b09bb98e06d4d774595224525879c09bc6e98c40"],
  "zizmorcore/zizmor-action": ["v0.6.2", "3dc1ecc9bcb9e94e9b2c709687979e1298497054"],
};

/**
 * The reference to an action for `uses:`, with its version as a comment, as Dependabot keeps it.
 *
 * @throws Error if the action has no pin.
 */
export function action(name: string): string {
  const pin = pins[name];
  if (!pin) throw new Error(`No pin for the action ${name}: add it to src/actions.ts (pinned: ${Object.keys(pins).join(", ")})`);
  const [version, sha] = pin;
  return `${name}@${sha} # ${version}`;
}

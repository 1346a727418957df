/** Where images are kept. The steps and the texts that differ are in the templates' folder `registries/<id>`. */
export interface Registry {
  readonly id: "ghcr" | "ecr" | "gar" | "password";
  /** Who runs it, as a person reads it. */
  readonly provider: string;
  /** Hosts that are of this kind. */
  readonly host: RegExp;
  /** What a job asks of GitHub to log in: a right on its packages, or a proof of who it is; nothing where there is a password. */
  readonly permission: "packages" | "id-token" | undefined;
  /** Name and password of the login, as expressions of a workflow; empty where a private image is not set up. */
  readonly username: string;
  readonly password: string;
  /** Secrets or variables of the repositories that log in. */
  readonly settings: readonly string[];
  /** The path of an image, where this kind is stricter than others. */
  readonly path?: { readonly accepts: RegExp; readonly rule: string };
}

const kinds: readonly Registry[] = [
  {
    id: "ghcr",
    provider: "GitHub",
    host: /^ghcr\.io$/,
    permission: "packages",
    username: "${{ github.actor }}",
    password: "${{ github.token }}",
    settings: [],
  },
  {
    id: "ecr",
    provider: "AWS",
    host: /^\d{12}\.dkr\.ecr\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com$/,
    permission: "id-token",
    username: "${{ steps.registry.outputs.password && 'AWS' || '' }}",
    password: "${{ steps.registry.outputs.password }}",
    settings: ["AWS_REGISTRY_ROLE_ARN"],
    path: {
      accepts: /^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
      rule: "is not the name of a repository of Amazon ECR, which takes one . _ or hyphen between letters and digits",
    },
  },
  {
    id: "gar",
    provider: "Google Cloud",
    host: /^[a-z0-9-]+-docker\.pkg\.dev$/,
    permission: "id-token",
    username: "${{ steps.registry.outputs.auth_token && 'oauth2accesstoken' || '' }}",
    password: "${{ steps.registry.outputs.auth_token }}",
    settings: ["GCP_REGISTRY_IDENTITY_PROVIDER"],
    path: {
      accepts: /^[^/]+(\/[^/]+){2,}$/,
      rule: "lacks the project and the repository of Artifact Registry: give <location>-docker.pkg.dev/<project>/<repository>",
    },
  },
];

/** Any other: somebody's own, Docker Hub, Quay and so on. */
const password: Registry = {
  id: "password",
  provider: "the registry",
  host: /^/,
  permission: undefined,
  username: "${{ secrets.REGISTRY_USERNAME }}",
  password: "${{ secrets.REGISTRY_PASSWORD }}",
  settings: ["REGISTRY_USERNAME", "REGISTRY_PASSWORD"],
};

export const registries: readonly Registry[] = [...kinds, password];

/** How images get to a host and from it. */
export function registryOf(host: string): Registry {
  return kinds.find((kind) => kind.host.test(host)) ?? password;
}

/** Names of Amazon's registries other than those that a role of AWS logs in to: the public one, China's, FIPS and IPv6. */
export const isOtherAmazonRegistry = (host: string): boolean =>
  /(^|\.)(dkr[.-]ecr[a-z0-9.-]*\.(amazonaws\.com(\.cn)?|on\.aws)|public\.ecr\.aws)$/.test(host) && registryOf(host).id === "password";

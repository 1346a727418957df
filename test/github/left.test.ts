import type { ActualRepository } from "../../src/github/actual";
import { type DesiredRepository, desiredRepositories, type LocalRepository, type Role } from "../../src/github/desired";
import { leftForPerson } from "../../src/github/left";
import type { Local } from "../../src/github/local";
import { type Publication, type PublishedRepository, plan } from "../../src/github/plan";
import { resolvePortfolio } from "../../src/portfolio/portfolio";

const local: Local = {
  ...{ isRepository: true, branch: "main", head: "x", main: "x", changed: 0, origin: "", ahead: 0, isDiverged: false, skipsApp: false },
};

const repository = (role: Role, name: string, isPublic: boolean, conclusion?: string): PublishedRepository => {
  const desired = { role, name, owner: "Octo-Org", isPublic, url: `https://github.com/Octo-Org/${name}`, workflow: "x.yaml" };
  const lists = { environments: [], topics: ["x"], variables: [] };
  const run = conclusion === undefined ? undefined : { id: 1, status: "completed", conclusion, url: "x" };
  return {
    local,
    desired: {
      ...desired,
      ...lists,
      secrets: role === "app" ? ["TOKEN"] : [],
      packages: role === "app" ? [name] : [],
    } as unknown as DesiredRepository,
    actual: {
      isPublic,
      isEmpty: false,
      rulesets: ["main"],
      environments: {},
      variables: {},
      secrets: [],
      topics: ["x"],
      packageVisibility: {},
      run,
    } as unknown as ActualRepository,
  };
};

const told = (...repositories: PublishedRepository[]) => {
  const publication: Publication = { owner: { login: "Octo-Org", isOrganization: false }, repositories };
  return {
    planned: plan(publication)
      .filter(({ kind }) => kind === "package")
      .map(({ title }) => title),
    left: leftForPerson(publication, false).filter((line) => line.includes("package")),
    secrets: leftForPerson(publication, false).filter((line) => line.startsWith("shop: gh secret set TOKEN")),
  };
};

const page = "https://github.com/users/Octo-Org/packages/container/shop/settings";

test("a site that GitHub does not give is left for a person, with its page, until it is there", () => {
  const docs = repository("docs", "handbook", true, "success");
  const withSite = (site: string | undefined) => ({
    ...docs,
    desired: { ...docs.desired, hasSite: true },
    actual: { ...docs.actual, site } as ActualRepository,
  });
  const left = (one: PublishedRepository) =>
    leftForPerson({ owner: { login: "Octo-Org", isOrganization: false }, repositories: [one] }, false).filter((line) =>
      line.includes("site"),
    );
  const page = "https://github.com/Octo-Org/handbook/settings/pages";
  expect(left(withSite(undefined))).toEqual([
    expect.stringMatching(`^handbook: no site yet: choose GitHub Actions as the source at ${page},`),
  ]);
  const unplanned = { ...withSite(undefined), actual: { ...docs.actual, site: undefined, rulesets: undefined } as ActualRepository };
  expect(left(unplanned)).toEqual([expect.stringMatching(`^handbook: no site: private repositories of your plan have none.*: ${page}$`)]);
  expect([...left(withSite("https://octo-org.github.io/handbook/")), ...left(docs)]).toEqual([]);
});

test("a private package is for the infra repository, until it has deployed", () => {
  const app = repository("app", "shop", false, "success");
  expect(told(app, repository("infra", "infra-k8s", false))).toEqual({
    planned: ["you let the infra repository read its package"],
    left: [`shop: let infra-k8s read its package (Manage Actions access): ${page}`],
    secrets: ["shop: gh secret set TOKEN --repo Octo-Org/shop"],
  });
  expect(told(app, repository("infra", "infra-k8s", false, "success"))).toEqual({ planned: [], left: [], secrets: [] });
});

test("without an infra repository nobody has to be let in, and the secrets are asked for", () => {
  expect(told(repository("app", "shop", false, "success"))).toEqual({
    planned: [],
    left: [],
    secrets: ["shop: gh secret set TOKEN --repo Octo-Org/shop"],
  });
});

test("a public repository's package is made public, whoever reads it", () => {
  expect(told(repository("app", "shop", true, "success"))).toMatchObject({
    planned: ["you make its package public"],
    left: [`shop: make its package public: ${page}`],
  });
});

test("of a repository that several services share each package is a step of its own, until it is public", () => {
  const shared = repository("app", "shop", true, "success");
  const desired = { ...shared.desired, packages: ["api", "web"] };
  const pageOf = (name: string) => `https://github.com/users/Octo-Org/packages/container/${name}/settings`;
  expect(told({ ...shared, desired })).toMatchObject({
    planned: ["you make its package api public", "you make its package web public"],
    left: [`shop: make its package api public: ${pageOf("api")}`, `shop: make its package web public: ${pageOf("web")}`],
  });
  const actual = { ...(shared.actual as ActualRepository), packageVisibility: { api: "public", web: "private" } };
  expect(told({ ...shared, desired, actual }).planned).toEqual(["you make its package web public"]);
});

test("several services that share a repository are one repository at GitHub, with a package each", () => {
  const container = { runtime: "container", repository: "shop", healthPath: "/" } as const;
  const services = [{ ...container, name: "api" }, { name: "stock" }, { ...container, name: "web" }];
  const portfolio = resolvePortfolio({ owner: "Octo-Org", services });
  const local = (name: string, service: string): LocalRepository => ({ role: "app", name, folder: "/nowhere", id: "x", service });
  const desired = desiredRepositories(portfolio, [local("shop", "api"), local("stock", "stock")], true);
  expect(desired.map(({ name, description, packages }) => [name, description, packages])).toEqual([
    ["shop", "api and web, their images and CI", ["api", "web"]],
    ["stock", expect.stringContaining("Express service"), ["stock"]],
  ]);
});

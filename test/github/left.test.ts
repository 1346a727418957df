import type { ActualRepository } from "../../src/github/actual";
import type { DesiredRepository, Role } from "../../src/github/desired";
import { leftForPerson } from "../../src/github/left";
import { type Publication, type PublishedRepository, plan } from "../../src/github/plan";

const repository = (role: Role, name: string, isPublic: boolean, conclusion?: string): PublishedRepository => {
  const desired = { role, name, owner: "Octo-Org", isPublic, url: `https://github.com/Octo-Org/${name}`, workflow: "x.yaml" };
  const lists = { environments: [], topics: ["x"], variables: [] };
  const run = conclusion === undefined ? undefined : { id: 1, status: "completed", conclusion, url: "x" };
  return {
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

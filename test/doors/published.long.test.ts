import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTree } from "../support/command";
import { temporaryFolder } from "../support/portfolio";
import { manifestOf, packBoth } from "./support/packages";
import { LocalRegistry } from "./support/registry";
import { installDoorTools } from "./support/tools";
import { User } from "./support/user";

// Without anything in the caches, each package comes through the registry first.
jest.setTimeout(300_000);

/** As users get them: from a registry, in empty folders, on the oldest Node that we support and on a newer one. */
const registry = new LocalRegistry();
// No prerelease: on a Node that is too old npm takes the newest that is none, and says so.
const version = `0.1.${Date.now()}`;
let users: Record<"oldest" | "newer", User>;
let reference: string;

const command = "create-devops-portfolio --yes --owner Octo-Org --no-install";
const roles = { app: "express-app", infra: "infra-k8s", docs: "devops-portfolio-project" } as const;

beforeAll(async () => {
  installDoorTools();
  await registry.start();
  const folder = temporaryFolder();
  const packed = packBoth(folder);
  registry.publish(packed.command, version, join(folder, "command"));
  registry.publish(packed.generators, version, join(folder, "generators"));
  users = { oldest: new User(registry.url), newer: new User(registry.url, "newer") };
  reference = users.oldest.folder();
  users.oldest.run(reference, `npx ${command}`);
}, 600_000);

afterAll(async () => {
  await registry.stop();
  for (const user of Object.values(users ?? {})) user.leave();
});

const expected = (role?: keyof typeof roles) => readTree(join(reference, "devops-portfolio", role ? roles[role] : ""));

test("the two Nodes are two", () => {
  const major = (user: User) => Number(/^v(\d+)/.exec(user.run(user.folder(), "node --version"))?.[1]);
  expect(major(users.newer)).toBeGreaterThanOrEqual(24);
  expect(major(users.oldest)).toBeLessThan(major(users.newer));
});

test("what is written pins the version that wrote it", () => {
  for (const name of Object.values(roles)) {
    const { dependencies } = manifestOf(join(reference, "devops-portfolio", name, ".projen"));
    expect(dependencies["create-devops-portfolio"]).toBe(version);
  }
});

describe.each(["oldest", "newer"] as const)("on the %s Node", (node) => {
  test("npm create devops-portfolio@latest writes the same bytes", () => {
    const folder = users[node].folder();
    users[node].run(folder, "npm create devops-portfolio@latest -- --yes --owner Octo-Org --no-install --no-git");
    expect(readTree(join(folder, "devops-portfolio"))).toEqual(expected());
  });

  test("npx -p yo -p generator-devops-portfolio yo devops-portfolio:infra writes the same bytes", () => {
    const folder = users[node].folder();
    users[node].run(folder, "npx -p yo -p generator-devops-portfolio yo devops-portfolio:infra --yes --owner Octo-Org");
    expect(readTree(folder)).toEqual(expected("infra"));
  });

  test("npx projen in a fresh clone changes nothing", () => {
    for (const name of node === "oldest" ? Object.values(roles) : [roles.infra]) {
      const folder = users[node].folder();
      users[node].run(folder, `git clone --quiet ${join(reference, "devops-portfolio", name)} .`);
      users[node].run(folder, "npx projen");
      expect(users[node].run(folder, "git status --porcelain --ignored")).toBe("!! .projen/node_modules/\n");
    }
  });

  test.each(node === "oldest" ? (["app", "infra"] as const) : (["infra"] as const))(
    "projen new --from create-devops-portfolio %s writes the same bytes, tidily, and npx projen keeps them",
    (role) => {
      const folder = users[node].folder();
      users[node].run(folder, `npx projen new --from create-devops-portfolio@latest ${role} --owner Octo-Org`);
      expect(readTree(folder)).toEqual(expected(role));
      expect(existsSync(join(folder, "node_modules"))).toBe(false);
      expect(users[node].run(folder, "git status --porcelain")).toBe("");
      if (role !== "infra") return;
      users[node].run(folder, "npx projen");
      expect(users[node].run(folder, "git status --porcelain")).toBe("");
    },
  );
});

test("projen new takes flags, fractions too", () => {
  const folder = users.oldest.folder();
  users.oldest.run(
    folder,
    "npx projen new --from create-devops-portfolio@latest docs --owner Octo-Org --node-port 30099 --availability-target=99.95 --no-git",
  );
  const { options } = JSON.parse(readFileSync(join(folder, ".projen/portfolio.json"), "utf8"));
  expect(options).toMatchObject({ nodePort: 30099, availabilityTarget: 99.95 });
});

test("projen new with a wrong option says so without a stack and leaves the folder empty", () => {
  const folder = users.oldest.folder();
  const { status, output } = users.oldest.try(folder, "npx projen new --from create-devops-portfolio@latest infra --owner a--b");
  expect(output).toContain('owner: "a--b" is not a GitHub login');
  expect(output).not.toMatch(/^\s+at /m);
  expect(status).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});
